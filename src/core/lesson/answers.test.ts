import * as v from 'valibot';
import { describe, expect, it } from 'vitest';

import { exampleLesson } from '../../../tests/fixtures/example-lesson.ts';
import { AppError } from '../errors.ts';
import type { Answer, Answers } from './answers-schema.ts';
import { answersOf, attemptSchema, stepOf, withStep, type Attempt } from './attempt.ts';
import { isRight } from './grade-answer.ts';
import { answersFileName, readAnswers, serializeAnswers } from './read-answers.ts';
import { lessonDigest } from './read-lesson.ts';
import { answersCsv, newestOfEach, tally } from './tally.ts';

const lesson = exampleLesson();
const app = { name: 'Glasshouse', version: '0.1.0', commit: null };
const at = (minute: number) => `2026-11-22T08:${minute.toString().padStart(2, '0')}:00.000Z`;

/** What a learner hands in. @param given answers by step */
function handedIn(
	id: number,
	given: Readonly<Record<string, Answer>>,
	{ learner = '', minute = 30 } = {}
): Answers {
	const attempt: Attempt = {
		lesson: lessonDigest(lesson),
		id: id.toString(16).padStart(32, '0'),
		learner,
		started: at(0),
		seen: [],
		steps: []
	};
	const filled = Object.entries(given).reduce(
		(before, [step, answer]) =>
			withStep(before, { step, answer, answered: at(minute), isRevealed: true }),
		attempt
	);
	return answersOf(lesson, filled, { app, created: at(minute) });
}

const said = (option: number | null, own = ''): Answer => ({ type: 'prediction', option, own });
const mia = handedIn(
	1,
	{
		guess: said(0),
		write: { type: 'choice', chosen: [1] },
		compare: { type: 'text', text: 'They differ,\n"much".' },
		sweep: { type: 'number', value: 3 }
	},
	{ learner: 'Mia Ö.' }
);

function errorOf(data: unknown): AppError {
	try {
		readAnswers(typeof data === 'string' ? data : JSON.stringify(data));
	} catch (error) {
		if (error instanceof AppError) return error;
		throw error;
	}
	throw new Error('was read');
}

describe('an answers file', () => {
	it('holds every locked-in answer with what was asked, and is read back as it was', () => {
		expect(mia.answers.map(({ step }) => step)).toEqual(['guess', 'write', 'compare', 'sweep']);
		expect(mia.answers[0]?.question.options).toEqual([' red', ' blue']);
		expect(readAnswers(serializeAnswers(mia))).toEqual(mia);
		expect(answersFileName(mia)).toBe('example-lesson-mia-o-00000000.answers.json');
	});

	it('holds nothing that was not locked in', () => {
		const open: Attempt = {
			lesson: lessonDigest(lesson),
			id: '0'.repeat(32),
			learner: '',
			started: at(0),
			seen: [],
			steps: [{ step: 'guess', answer: said(0), answered: null, isRevealed: false }]
		};
		expect(answersOf(lesson, open, { app, created: at(1) }).answers).toEqual([]);
	});

	it('holds what the question was, its unit, and the learner’s name without the space around it', () => {
		const { answers, ...head } = handedIn(
			1,
			{ guess: said(0), sweep: { type: 'number', value: 3 } },
			{ learner: ' Mia ' }
		);
		expect(head).toEqual({
			type: 'glasshouse.answers',
			version: 1,
			id: '1'.padStart(32, '0'),
			created: at(30),
			app,
			lesson: { id: lesson.id, title: lesson.title, language: 'en', digest: lessonDigest(lesson) },
			learner: 'Mia',
			started: at(0)
		});
		expect(answers).toEqual([
			{
				step: 'guess',
				question: {
					type: 'prediction',
					text: 'Which word comes next?',
					options: [' red', ' blue'],
					unit: ''
				},
				answer: said(0),
				answered: at(30)
			},
			{
				step: 'sweep',
				question: { type: 'number', text: 'How many?', options: [], unit: 'words' },
				answer: { type: 'number', value: 3 },
				answered: at(30)
			}
		]);
	});

	it('holds no answer to another type of question, as an older lesson may have asked it', () => {
		expect(handedIn(1, { guess: { type: 'number', value: 3 } }).answers).toEqual([]);
		expect(handedIn(1, { samples: said(0) }).answers).toEqual([]);
	});

	it('is named after the learner only when there is a name', () => {
		const named = (learner: string) => answersFileName(handedIn(1, {}, { learner }));
		expect(named('')).toBe('example-lesson-00000000.answers.json');
		expect(named('?!')).toBe('example-lesson-00000000.answers.json');
		expect(named('  Ann  Lee. ')).toBe('example-lesson-ann-lee-00000000.answers.json');
	});

	it('is written with tabs and ends with a line end', () => {
		expect(serializeAnswers(mia)).toMatch(/^\{\n\t"type": "glasshouse.answers",[^]*\n\}\n$/);
	});

	it('says what an answer that does not fit should be', () => {
		const [first] = mia.answers;
		const of = (answer: Answer, type = answer.type) => {
			const question = { ...first?.question, type };
			return errorOf({ ...mia, answers: [{ ...first, question, answer }] }).details;
		};
		expect(of(said(2))).toMatchObject({
			path: 'answers[0].answer.option',
			expected: 'the place of an option'
		});
		expect(of({ type: 'choice', chosen: [0, 2] })).toMatchObject({
			path: 'answers[0].answer.chosen',
			expected: 'places of options'
		});
		expect(of({ type: 'text', text: '' }, 'choice')).toMatchObject({
			path: 'answers[0].answer.type',
			expected: 'choice'
		});
		expect(errorOf({ ...mia, answers: [first, first] }).details).toMatchObject({
			expected: 'each step once'
		});
		const fitting = { ...first, question: { ...first?.question, type: 'choice' } };
		const chosen = {
			...mia,
			answers: [{ ...fitting, answer: { type: 'choice', chosen: [0, 1] } }]
		};
		expect(readAnswers(JSON.stringify(chosen)).answers).toHaveLength(1);
	});

	it('is refused when it is something else, newer, or an answer does not fit its question', () => {
		expect(errorOf('{').code).toBe('answers-not-answers');
		expect(errorOf(lesson).code).toBe('answers-not-answers');
		expect(errorOf({ ...mia, version: 2 }).code).toBe('answers-unknown-version');
		expect(errorOf('x'.repeat(3 * 1024 * 1024)).code).toBe('answers-too-large');
		const [first] = mia.answers;
		const outside = { ...mia, answers: [{ ...first, answer: said(7) }] };
		expect(errorOf(outside).details['path']).toBe('answers[0].answer.option');
		const other = { ...mia, answers: [{ ...first, answer: { type: 'text', text: 'x' } }] };
		expect(errorOf(other).details['path']).toBe('answers[0].answer.type');
		expect(errorOf({ ...mia, answers: [first, first] }).details['path']).toBe('answers[1].step');
	});
});

describe('an attempt', () => {
	const attempt: Attempt = {
		lesson: lessonDigest(lesson),
		id: '0'.repeat(32),
		learner: 'Mia',
		started: at(0),
		seen: ['guess'],
		steps: [{ step: 'guess', answer: null, answered: null, isRevealed: true }]
	};

	it('is kept as it is, open answers too', () => {
		expect(v.parse(attemptSchema, attempt)).toEqual(attempt);
		const answered = withStep(attempt, {
			step: 'guess',
			answer: said(1),
			answered: at(2),
			isRevealed: true
		});
		expect(v.parse(attemptSchema, answered)).toEqual(answered);
		expect(v.safeParse(attemptSchema, { ...attempt, lesson: 'x' }).success).toBe(false);
	});

	it('knows nothing of a step that was not seen', () => {
		expect(stepOf(attempt, 'guess')).toBe(attempt.steps[0]);
		expect(stepOf(attempt, 'write')).toEqual({
			step: 'write',
			answer: null,
			answered: null,
			isRevealed: false
		});
	});

	it('has each step once, as it was changed last', () => {
		const write = { ...stepOf(attempt, 'write'), isRevealed: true };
		const both = withStep(attempt, write);
		expect(both.steps).toEqual([attempt.steps[0], write]);
		const again = { ...write, answer: said(0) };
		expect(withStep(both, again).steps).toEqual([attempt.steps[0], again]);
	});
});

describe('the tally', () => {
	const tom = handedIn(2, { guess: said(1), sweep: { type: 'number', value: 1 } });
	const ann = handedIn(3, { guess: said(null, ' green '), write: { type: 'choice', chosen: [1] } });

	it('counts options, own words, texts and numbers', () => {
		const [counted] = tally([tom, mia, ann]);
		expect(counted?.learners).toBe(3);
		const [guess, write, compare, sweep] = counted?.questions ?? [];
		expect(guess?.options).toEqual([
			{ text: ' red', count: 1, isOwn: false },
			{ text: ' blue', count: 1, isOwn: false },
			{ text: 'green', count: 1, isOwn: true }
		]);
		expect(write?.options.map(({ count }) => count)).toEqual([0, 2]);
		expect(compare?.texts).toEqual([{ learner: 'Mia Ö.', text: 'They differ,\n"much".' }]);
		expect(sweep?.numbers.map(({ value }) => value)).toEqual([1, 3]);
	});

	it('counts a learner who saved twice once, as saved last, in whatever order', () => {
		const again = handedIn(1, { guess: said(1) }, { minute: 40 });
		for (const files of [
			[mia, again],
			[again, mia],
			[mia, again, mia]
		]) {
			expect(newestOfEach(files)).toEqual([again]);
		}
		expect(tally([mia, again])[0]?.learners).toBe(1);
	});

	it('keeps lessons apart, and questions that differ though their files claim one lesson', () => {
		const other = { ...tom, lesson: { ...tom.lesson, digest: `sha256:${'0'.repeat(64)}` } };
		expect(tally([mia, other])).toHaveLength(2);
		const [answer] = tom.answers;
		const forged: Answers = {
			...tom,
			answers:
				answer === undefined
					? []
					: [{ ...answer, question: { ...answer.question, text: 'Something else?' } }]
		};
		expect(tally([mia, forged])[0]?.questions.map(({ count }) => count)).toEqual([1, 1, 1, 1, 1]);
	});

	it('is a table that no spreadsheet takes for formulas', () => {
		const sly = handedIn(4, { compare: { type: 'text', text: '=1+1' } }, { learner: '@x' });
		const rows = answersCsv([mia, mia, sly]).trimEnd().split('\r\n');
		expect(rows[0]).toBe('lesson,lesson_digest,attempt,learner,step,question,answer,time');
		expect(rows).toHaveLength(6);
		expect(rows.at(-1)).toContain(",'@x,compare,What differs?,'=1+1,");
		expect(answersCsv([mia])).toContain('"They differ,\n""much""."');
	});
});

describe('an answer', () => {
	const question = { type: 'choice', text: 'x', options: ['a', 'b', 'c'] } as const;
	const choose = (...chosen: number[]): Answer => ({ type: 'choice', chosen });
	const asked = (right: number[] | null, several: boolean) => ({
		...question,
		options: [...question.options],
		right,
		several
	});

	it('to a choice is right when one right option, or exactly the right ones, are chosen', () => {
		expect(isRight(asked([0, 1], false), choose(1))).toBe(true);
		expect(isRight(asked([0], false), choose(2))).toBe(false);
		expect(isRight(asked([0, 1], true), choose(1))).toBe(false);
		expect(isRight(asked([0, 1], true), choose(0, 1))).toBe(true);
		expect(isRight(asked(null, false), choose(0))).toBeNull();
	});

	it('to several choices is not right when one of them is wrong', () => {
		expect(isRight(asked([0, 1], true), choose(0, 2))).toBe(false);
		expect(isRight(asked([0], true), choose(0, 1))).toBe(false);
		expect(isRight(asked([], true), choose())).toBe(true);
		expect(isRight(asked([0], false), choose())).toBe(false);
		expect(isRight(asked([1], false), choose(0, 1))).toBe(true);
	});

	it('to another question, or to one without a right answer, is neither right nor wrong', () => {
		const limits = { tolerance: 0, minimum: null, maximum: null };
		const number = { type: 'number', text: 'x', unit: '', ...limits } as const;
		expect(isRight({ ...number, right: null }, { type: 'number', value: 0 })).toBeNull();
		expect(isRight({ ...number, right: 0 }, { type: 'number', value: 0 })).toBe(true);
		expect(isRight({ ...number, right: 0 }, choose(0))).toBeNull();
		expect(isRight(asked([0], false), { type: 'number', value: 0 })).toBeNull();
		expect(isRight({ type: 'text', text: 'x', lines: 1, sample: '' }, choose(0))).toBeNull();
		expect(isRight(asked([0], false), said(0))).toBeNull();
	});

	it('that is a number is right within its tolerance', () => {
		const sweep = lesson.steps.find(({ id }) => id === 'sweep')?.question;
		if (sweep === null || sweep === undefined) throw new Error('no question');
		expect([1.9, 2, 4, 4.1].map((value) => isRight(sweep, { type: 'number', value }))).toEqual([
			false,
			true,
			true,
			false
		]);
	});
});
