import { expect, it } from 'vitest';

import type { Answer, Answered, Answers } from './answers-schema.ts';
import { answersCsv, answerText, tally } from './tally.ts';

const TIME = '2026-11-22T08:30:00.000Z';
const colour: Answered['question'] = {
	type: 'prediction',
	text: 'Which colour?',
	options: [' red', ' blue'],
	unit: ''
};
const words: Answered['question'] = { type: 'text', text: 'What differs?', options: [], unit: '' };
const amount: Answered['question'] = { type: 'number', text: 'How many?', options: [], unit: 'cm' };

const said = (option: number | null, own = ''): Answer => ({ type: 'prediction', option, own });
const wrote = (text: string): Answer => ({ type: 'text', text });
const counted = (value: number): Answer => ({ type: 'number', value });

function answered(step: string, question: Answered['question'], answer: Answer): Answered {
	return { step, question, answer, answered: TIME };
}

function fileOf(id: number, answers: Answered[], { learner = '', digit = '1' } = {}): Answers {
	return {
		type: 'glasshouse.answers',
		version: 1,
		id: id.toString(16).padStart(32, '0'),
		created: TIME,
		app: { name: 'Glasshouse', version: '0.1.0', commit: null },
		lesson: { id: 'l', title: 'A lesson', language: 'en', digest: `sha256:${digit.repeat(64)}` },
		learner,
		started: TIME,
		answers
	};
}

const whole = fileOf(
	1,
	[
		answered('guess', colour, said(0)),
		answered('compare', words, wrote('Much.')),
		answered('count', amount, counted(3))
	],
	{ learner: 'Mia' }
);

it('puts the lesson with most learners first, and says which one it is', () => {
	const other = fileOf(2, whole.answers, { digit: '2' });
	const found = tally([other, whole, fileOf(3, [])]);
	expect(found.map(({ lesson, learners }) => [lesson, learners])).toEqual([
		[whole.lesson, 2],
		[other.lesson, 1]
	]);
	expect(tally([])).toEqual([]);
});

it('asks in the order of the lesson, no matter who skipped questions', () => {
	const skipped = fileOf(2, whole.answers.slice(2));
	const steps = tally([skipped, whole])[0]?.questions.map(({ step }) => step);
	expect(steps).toEqual(['guess', 'compare', 'count']);
});

it('counts own words together but for the space around them, the most frequent first', () => {
	const files = ['green', 'pink', ' pink ', 'pink'].map((own, i) =>
		fileOf(i, [answered('guess', colour, said(null, own))])
	);
	expect(tally(files)[0]?.questions).toEqual([
		{
			step: 'guess',
			question: colour,
			count: 4,
			options: [
				{ text: ' red', count: 0, isOwn: false },
				{ text: ' blue', count: 0, isOwn: false },
				{ text: 'pink', count: 3, isOwn: true },
				{ text: 'green', count: 1, isOwn: true }
			],
			texts: [],
			numbers: []
		}
	]);
});

it('says who gave which text and number, numbers from the smallest', () => {
	const smaller = fileOf(2, [answered('count', amount, counted(-1))], { learner: 'Tom' });
	const [, compare, count] = tally([whole, smaller])[0]?.questions ?? [];
	expect(compare).toMatchObject({ options: [], numbers: [] });
	expect(compare?.texts).toEqual([{ learner: 'Mia', text: 'Much.' }]);
	expect(count).toMatchObject({ options: [], texts: [] });
	expect(count?.numbers).toEqual([
		{ learner: 'Tom', value: -1 },
		{ learner: 'Mia', value: 3 }
	]);
});

it('counts places that a question does not have nowhere', () => {
	const odd = fileOf(2, [answered('guess', colour, said(9))]);
	expect(tally([odd])[0]?.questions[0]?.options.map(({ count }) => count)).toEqual([0, 0]);
});

it('shows every answer as one text', () => {
	const textOf = (answer: Answer) => answerText(answered('guess', colour, answer));
	expect(textOf({ type: 'choice', chosen: [0, 1, 5] })).toBe(' red;  blue; ');
	expect(textOf(wrote(' x '))).toBe(' x ');
	expect(textOf(counted(-2.5))).toBe('-2.5');
	expect(textOf(said(1))).toBe('blue');
	expect(textOf(said(7))).toBe('');
	expect(textOf(said(null, ' own '))).toBe('own');
});

it('is a table of every answer in a row of its own', () => {
	const start = `A lesson,${whole.lesson.digest},${whole.id},Mia`;
	expect(answersCsv([whole])).toBe(
		[
			'lesson,lesson_digest,attempt,learner,step,question,answer,time',
			`${start},guess,Which colour?,red,${TIME}`,
			`${start},compare,What differs?,Much.,${TIME}`,
			`${start},count,How many?,3,${TIME}`,
			''
		].join('\r\n')
	);
});

it.each([
	['=1+1', "'=1+1"],
	['+1', "'+1"],
	['-1+1', "'-1+1"],
	['-1.5', '-1.5'],
	['-12', '-12'],
	['-1.25', '-1.25'],
	['-1.', "'-1."],
	['-1.5.5', "'-1.5.5"],
	['--1', "'--1"],
	['@a', "'@a"],
	['\ta', "'\ta"],
	['\ra', '"\'\ra"'],
	['x-1', 'x-1'],
	['a=1', 'a=1'],
	['a,b', '"a,b"'],
	['a\rb', '"a\rb"'],
	['a\nb', '"a\nb"'],
	['a"b"', '"a""b"""'],
	['-1,5', '"\'-1,5"']
])('writes the answer %j as the cell %j, which is no formula', (text, cell) => {
	const written = answersCsv([fileOf(4, [answered('compare', words, wrote(text))])]);
	expect(written).toContain(`,What differs?,${cell},${TIME}\r\n`);
});
