import { describe, expect, it } from 'vitest';

import { exampleLesson } from '../../../tests/fixtures/example-lesson.ts';
import { AppError } from '../errors.ts';
import type { Answer, Answers } from './answers-schema.ts';
import { answersOf, withStep, type Attempt } from './attempt.ts';
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
