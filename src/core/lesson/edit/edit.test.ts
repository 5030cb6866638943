import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readLesson, serializeLesson } from '../read-lesson.ts';
import type { Lesson } from '../schema.ts';
import { withNewStep, withoutStep, withStepMoved, withStepTwice } from './edit-steps.ts';
import { valueAt, withValue } from './field-path.ts';
import { beginHistory, edited, redone, undone } from './history.ts';
import { lessonProblems } from './lesson-problems.ts';
import { newActivity, newLesson, newQuestion } from './new-parts.ts';
import { slugOf } from './slug.ts';
import fc from '../../../../tests/property.ts';

const builtIn = readLesson(
	readFileSync(new URL('../../../../public/lessons/first-look.en.json', import.meta.url))
);
const ids = ({ steps }: Lesson) => steps.map(({ id }) => id);
const problemsOf = (lesson: Lesson) =>
	lessonProblems(lesson).map(({ path, kind }) => `${path.join('.')}: ${kind}`);

describe('fields by their path', () => {
	it('are replaced without changing the lesson that was there', () => {
		const before = serializeLesson(builtIn);
		const after = withValue(builtIn, ['steps', 1, 'title'], 'Another');
		expect(valueAt(after, ['steps', 1, 'title'])).toBe('Another');
		expect(after.steps[0]).toBe(builtIn.steps[0]);
		expect(serializeLesson(builtIn)).toBe(before);
	});

	it('are undefined where nothing stands, and inherited names are nothing', () => {
		expect(valueAt(builtIn, ['steps', 99, 'title'])).toBeUndefined();
		expect(valueAt(builtIn, ['constructor'])).toBeUndefined();
	});
});

describe('undo', () => {
	it('takes back what was typed into one field together, and brings it again', () => {
		let history = beginHistory('a');
		for (const text of ['ab', 'abc']) history = edited(history, text, 'title');
		history = edited(history, 'abc!', 'summary');
		expect(undone(history).present).toBe('abc');
		expect(undone(undone(history)).present).toBe('a');
		expect(undone(undone(undone(history))).present).toBe('a');
		expect(redone(redone(undone(undone(history)))).present).toBe('abc!');
	});

	it('typing after an undo is an edit of its own, and nothing can be redone then', () => {
		const typed = edited(edited(beginHistory('a'), 'ab', 'title'), 'abc', null);
		const again = edited(undone(typed), 'abx', 'title');
		expect(undone(again).present).toBe('ab');
		expect(redone(again).present).toBe('abx');
	});
});

describe('steps', () => {
	const edit = fc.oneof(
		fc.nat(8).map((at) => (lesson: Lesson) => withNewStep(lesson, at)),
		fc.nat(8).map((at) => (lesson: Lesson) => withStepTwice(lesson, at)),
		fc.nat(8).map((at) => (lesson: Lesson) => withoutStep(lesson, at)),
		fc.tuple(fc.nat(8), fc.nat(8)).map(
			([from, to]) =>
				(lesson: Lesson) =>
					withStepMoved(lesson, from, to)
		)
	);

	it('keep their ids unique and well-formed, whatever is done to them', () => {
		fc.assert(
			fc.property(fc.array(edit, { maxLength: 40 }), (edits) => {
				const lesson = edits.reduce((before, change) => change(before), builtIn);
				expect(new Set(ids(lesson)).size).toBe(lesson.steps.length);
				for (const id of ids(lesson)) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
			})
		);
	});

	it('change places, and stay where there is no other place', () => {
		const [a, b, c] = ids(builtIn);
		expect(ids(withStepMoved(builtIn, 0, 2))).toEqual([b, c, a]);
		expect(withStepMoved(builtIn, 0, -1)).toBe(builtIn);
		expect(withStepMoved(builtIn, 2, 3)).toBe(builtIn);
	});
});

describe('what is wrong with a draft', () => {
	const empty = newLesson('en', builtIn.model);

	it('is nothing for a lesson that the reader takes', () => {
		expect(lessonProblems(builtIn)).toEqual([]);
		expect(readLesson(serializeLesson(builtIn))).toEqual(builtIn);
	});

	it('is named field by field, all at once', () => {
		expect(problemsOf(empty)).toEqual([
			'title: missing',
			'summary: missing',
			'steps.0.title: missing'
		]);
		const worse = withValue(withValue(empty, ['minutes'], NaN), ['id'], 'No Slug');
		expect(problemsOf(worse)).toContain('minutes: not-a-number');
		expect(problemsOf(worse)).toContain('id: malformed');
		expect(problemsOf({ ...empty, steps: [] })).toContain('steps: too-few');
	});

	it('includes what contradicts itself', () => {
		const titled = { ...empty, title: 'T', summary: 'S' };
		const step = (part: object) => ({
			...titled,
			steps: titled.steps.map((each) => ({ ...each, title: 'One', ...part }))
		});
		const choice = { ...newQuestion('choice', 'Which?'), options: ['a', 'a'], right: [4] };
		expect(problemsOf(step({ question: choice }))).toEqual([
			'steps.0.question.options: unfit',
			'steps.0.question.right: unfit'
		]);
		expect(problemsOf(step({ first: 'question' }))).toEqual(['steps.0.question: unfit']);
		expect(problemsOf(step({ question: newQuestion('choice', 'Which?') }))).toEqual([
			'steps.0.question.options.0: missing',
			'steps.0.question.options.1: missing'
		]);
		expect(problemsOf(step({ activity: newActivity('run') }))).toEqual([
			'steps.0.activity.link: missing'
		]);
	});

	it.each(['write', 'compare', 'sweep', 'samples', 'data'] as const)(
		'is nothing in a new activity that needs no words: %s',
		(type) => {
			const lesson = withValue(builtIn, ['steps', 0, 'activity'], newActivity(type));
			expect(lessonProblems(lesson)).toEqual([]);
		}
	);
});

describe('the name in addresses', () => {
	it('follows from the title', () => {
		expect(slugOf('  Über das Raten: ein Spiel! ')).toBe('uber-das-raten-ein-spiel');
		expect(slugOf('次の言葉')).toBe('lesson');
		expect(slugOf('x'.repeat(300))).toHaveLength(80);
	});
});
