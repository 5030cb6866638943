import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readLesson, serializeLesson } from '../read-lesson.ts';
import type { Lesson } from '../schema.ts';
import { recipeOfRun } from '../../link/write-link.ts';
import { exampleRun } from '../../../../tests/fixtures/example-run.ts';
import type { Activity } from '../activity-schema.ts';
import type { Question } from '../question-schema.ts';
import {
	withNewStep,
	withoutStep,
	withStepAt,
	withStepMoved,
	withStepTwice
} from './edit-steps.ts';
import { valueAt, withValue } from './field-path.ts';
import { lessonModelOf, lessonOfRun, lessonRecipeOf } from './from-run.ts';
import { beginHistory, edited, redone, undone } from './history.ts';
import { isSamePath, isWithin, lessonProblems } from './lesson-problems.ts';
import { newActivity, newLesson, newQuestion, newRecipe, newStep } from './new-parts.ts';
import { readLessonDraft } from './read-draft.ts';
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

	it('are undefined where nothing is, and inherited names are nothing', () => {
		expect(valueAt(builtIn, ['steps', 99, 'title'])).toBeUndefined();
		expect(valueAt(builtIn, ['constructor'])).toBeUndefined();
		expect(valueAt({ a: null }, ['a', 'b'])).toBeUndefined();
		expect(valueAt({ a: 'text' }, ['a', 'length'])).toBeUndefined();
		expect(valueAt({ a: null }, ['a'])).toBeNull();
	});

	it('change the whole when the path is empty, and one entry of a list', () => {
		expect(withValue({ a: 1 }, [], { b: 2 })).toEqual({ b: 2 });
		expect(withValue({ a: [1, 2, 3] }, ['a', 1], 9)).toEqual({ a: [1, 9, 3] });
		expect(withValue({ a: {} }, ['a', 'b'], 9)).toEqual({ a: { b: 9 } });
	});

	it('cannot be replaced inside something that has no fields', () => {
		expect(() => withValue({ a: null }, ['a', 'b'], 1)).toThrow(TypeError);
		expect(() => withValue({ a: 'text' }, ['a', 'b'], 1)).toThrow(TypeError);
	});

	it('lie within others, or are the same, by their keys', () => {
		expect(isWithin(['a', 1, 'b'], ['a', 1])).toBe(true);
		expect(isWithin(['a', 1], ['a', 1])).toBe(true);
		expect(isWithin(['a'], ['a', 1])).toBe(false);
		expect(isWithin(['a', 2, 'b'], ['a', 1])).toBe(false);
		expect(isSamePath(['a', 1], ['a', 1])).toBe(true);
		expect(isSamePath(['a', 1, 'b'], ['a', 1])).toBe(false);
		expect(isSamePath(['a', 1], ['a', 2])).toBe(false);
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

	it('changes nothing where there is nothing to take back or to bring again', () => {
		const history = beginHistory('a');
		expect(history).toEqual({ past: [], present: 'a', future: [], about: null });
		expect(undone(history)).toBe(history);
		expect(redone(history)).toBe(history);
	});

	it('takes back edits one by one when they are about nothing in particular', () => {
		const history = edited(edited(beginHistory('a'), 'b', null), 'c', null);
		expect(undone(history)).toEqual({ past: ['a'], present: 'b', future: ['c'], about: null });
		const again = redone(undone(history));
		expect(again).toEqual({ past: ['a', 'b'], present: 'c', future: [], about: null });
	});

	it('forgets what lies more than 200 edits back', () => {
		let history = beginHistory(0);
		for (let n = 1; n <= 250; n++) history = edited(history, n, null);
		expect(history.past).toEqual(Array.from({ length: 200 }, (_, i) => 50 + i));
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

	const one = (id: string): Lesson => ({ ...builtIn, steps: [newStep(id)] });

	it('get the first number that makes their id free, in place of one that it ends with', () => {
		const [a = ''] = ids(builtIn);
		expect(ids(withStepAt(builtIn, 1, newStep(a)))[1]).toBe(`${a}-2`);
		const twice = withStepTwice(withStepTwice(one('step-7'), 0), 0);
		expect(ids(twice)).toEqual(['step-7', 'step-3', 'step-2']);
		expect(ids(withStepTwice(one('a-1-b'), 0))).toEqual(['a-1-b', 'a-1-b-2']);
		expect(ids(withStepTwice(one('a-12'), 0))).toEqual(['a-12', 'a-2']);
		const long = 'x'.repeat(80);
		expect(ids(withStepTwice(one(long), 0))[1]).toBe(`${'x'.repeat(70)}-2`);
	});

	it('that are new are named after how many there are', () => {
		expect(ids(withNewStep(one('a'), 0))).toEqual(['step-2', 'a']);
		expect(ids(withNewStep(one('step-2'), 1))).toEqual(['step-2', 'step-3']);
		expect(withNewStep(one('a'), 1).steps[1]).toEqual(newStep('step-2'));
	});

	it('are doubled or removed where they stand, if there is one', () => {
		const [a, b, c] = builtIn.steps;
		expect(withStepTwice(builtIn, 1).steps).toEqual([
			a,
			b,
			{ ...b, id: expect.any(String) as string },
			c
		]);
		expect(withStepTwice(builtIn, 3)).toBe(builtIn);
		expect(withoutStep(builtIn, 1).steps).toEqual([a, c]);
	});

	it('change places, and stay where there is no other place', () => {
		const [a, b, c] = ids(builtIn);
		expect(ids(withStepMoved(builtIn, 0, 2))).toEqual([b, c, a]);
		expect(withStepMoved(builtIn, 0, -1)).toBe(builtIn);
		expect(withStepMoved(builtIn, 2, 3)).toBe(builtIn);
		expect(withStepMoved(builtIn, 3, 0)).toBe(builtIn);
		expect(ids(withStepMoved(builtIn, 2, 0))).toEqual([c, a, b]);
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

	it('says which limit was passed', () => {
		const problems = (path: (string | number)[], value: unknown) =>
			lessonProblems(withValue(builtIn, path, value));
		const of = (path: (string | number)[], kind: string, limit: number) => [{ path, kind, limit }];
		expect(problems(['minutes'], 0)).toEqual(of(['minutes'], 'too-small', 1));
		expect(problems(['minutes'], 601)).toEqual(of(['minutes'], 'too-large', 600));
		expect(problems(['minutes'], 1.5)).toEqual(of(['minutes'], 'not-a-number', 0));
		expect(problems(['title'], 'x'.repeat(1001))).toEqual(of(['title'], 'too-long', 1000));
		expect(problems(['objectives'], Array(21).fill('x'))).toEqual(
			of(['objectives'], 'too-many', 20)
		);
		expect(problems(['language'], 'English, please')).toEqual(of(['language'], 'malformed', 0));
		expect(problems(['steps'], [])).toEqual(of(['steps'], 'too-few', 1));
		const sweep = { ...newActivity('sweep'), values: '' };
		const topP = withValue(newActivity('write'), ['recipe', 'request', 'top_p'], 0);
		const at = ['steps', 0, 'activity'];
		expect(problems(at, topP)).toEqual(of([...at, 'recipe', 'request', 'top_p'], 'too-small', 0));
		expect(problems(at, sweep)).toEqual(of([...at, 'values'], 'missing', 1));
		const endless = { ...newQuestion('number', 'x'), right: Infinity };
		expect(problems(['steps', 0, 'question'], endless)).toEqual(
			of(['steps', 0, 'question', 'right'], 'not-a-number', 0)
		);
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

describe('a new lesson', () => {
	it('has one empty step, and the model that is there', () => {
		const { model } = builtIn;
		expect(newLesson('es', model)).toEqual({
			type: 'glasshouse.lesson',
			version: 1,
			id: 'lesson',
			title: '',
			language: 'es',
			summary: '',
			minutes: 20,
			ages: null,
			objectives: [],
			based_on: [],
			license: null,
			model,
			text: '',
			teacher_note: '',
			steps: [
				{
					id: 'step-1',
					title: '',
					text: '',
					activity: null,
					question: null,
					first: 'activity',
					reveal: null,
					teacher_note: ''
				}
			],
			worksheet: null
		});
	});

	it('is a draft that can be read back, unfinished as it is', () => {
		const draft = newLesson('en', builtIn.model);
		expect(readLessonDraft(draft)).toEqual(draft);
		expect(readLessonDraft(builtIn)).toEqual(builtIn);
		const cleared = withValue(draft, ['minutes'], NaN);
		expect(readLessonDraft(cleared)).toEqual(cleared);
		expect(readLessonDraft(withValue(cleared, ['title'], ''))).toMatchObject({ minutes: NaN });
	});

	it.each([null, 'text', {}, { ...builtIn, version: 2 }, { ...builtIn, minutes: 'ten' }])(
		'is not what has fields of other types',
		(value) => {
			expect(() => readLessonDraft(value)).toThrow(TypeError);
		}
	);

	it.each<[Activity['type'], object]>([
		['write', { recipe: newRecipe(), locked: [] }],
		['compare', { recipes: [newRecipe(), newRecipe()] }],
		['sweep', { recipe: newRecipe(), field: 'temperature', values: '0, 0.7, 1.4' }],
		['samples', { recipe: newRecipe(), count: 10 }],
		['tokens', { model: null, text: '', locked: false }],
		['score', { model: null, text: '', given: '', locked: false }],
		['pairs', { model: null, pairs: '', given: '', locked: false }],
		['data', { view: 'browse', query: '' }],
		['openness', { models: [''] }],
		['run', { link: '', task: 'regrow' }]
	])('has for the activity %s what it begins with', (type, fields) => {
		expect(newActivity(type)).toEqual({ type, ...fields });
	});

	it('writes from a recipe that is there, and draws a seed for each of several samples', () => {
		const taken = withValue(newRecipe(), ['request', 'seed'], '7');
		expect(newRecipe().request).toMatchObject({ mode: 'completion', prompt: '', seed: null });
		expect(newActivity('write', taken)).toMatchObject({ recipe: { request: { seed: '7' } } });
		expect(newActivity('samples', taken)).toMatchObject({ recipe: { request: { seed: null } } });
	});

	it.each<[Question['type'], object]>([
		['choice', { options: ['', ''], right: null, several: false }],
		['text', { lines: 3, sample: '' }],
		['number', { unit: '', right: null, tolerance: 0, minimum: null, maximum: null }],
		['prediction', { model: null, prompt: '', options: ['', ''], own: true }]
	])('has for a question of the type %s what it begins with', (type, fields) => {
		expect(newQuestion(type, 'Why?')).toEqual({ type, text: 'Why?', ...fields });
	});
});

describe('a lesson from a run', () => {
	const recipe = recipeOfRun(exampleRun(), false);

	it('writes what the run was made from, all of it held fast', () => {
		const lesson = lessonOfRun(recipe, 'wasm', 'en');
		const model = { ...recipe.model, backend: 'wasm' };
		expect(lesson).toMatchObject({ id: 'a-fox', title: 'A fox', language: 'en', model });
		expect(lesson.steps).toEqual([
			{
				...newStep('step-1'),
				activity: {
					type: 'write',
					locked: 'all',
					recipe: { title: '', model: null, request: recipe.request }
				}
			}
		]);
	});

	it('leaves a graphics card, and files that come with the app, to the learner’s machine', () => {
		const { model } = recipe;
		expect(lessonModelOf(model, 'webgpu')).toEqual({ ...model, backend: null });
		expect(lessonModelOf({ ...model, source: null }, 'wasm')).toEqual({
			...model,
			digest: null,
			source: null,
			backend: 'wasm'
		});
	});

	it('names a recipe’s model only when it is not the lesson’s', () => {
		const model = lessonModelOf(recipe.model, 'wasm');
		const other = { ...model, name: 'Other' };
		expect(lessonRecipeOf(recipe.request, model, model).model).toBeNull();
		expect(lessonRecipeOf(recipe.request, other, model).model).toBe(other);
	});
});

describe('the name in addresses', () => {
	it('follows from the title', () => {
		expect(slugOf('  Über das Raten: ein Spiel! ')).toBe('uber-das-raten-ein-spiel');
		expect(slugOf('次の言葉')).toBe('lesson');
		expect(slugOf('x'.repeat(300))).toHaveLength(80);
		expect(slugOf(`${'x'.repeat(79)} y`)).toBe('x'.repeat(79));
		expect(slugOf('')).toBe('lesson');
		expect(slugOf('a?b')).toBe('a-b');
	});
});
