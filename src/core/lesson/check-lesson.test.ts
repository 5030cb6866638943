import { describe, expect, test } from 'vitest';

import { exampleLesson, lessonFile } from '../../../tests/fixtures/example-lesson.ts';
import { exampleRun } from '../../../tests/fixtures/example-run.ts';
import { recipeOfRun, writeRecipeLink } from '../link/write-link.ts';
import { AppError } from '../errors.ts';
import { checkLesson, contradictions } from './check-lesson.ts';
import { readLesson } from './read-lesson.ts';

/** What is said of a lesson with these parts: path and what should be there; null when it is read. */
function saidOf(parts: object): readonly unknown[] | null {
	try {
		readLesson(JSON.stringify({ ...lessonFile(), ...parts }));
		return null;
	} catch (error) {
		if (!(error instanceof AppError)) throw error;
		const { path, expected } = error.details;
		return [path, expected];
	}
}

const step = (parts: object, id = 'a') => ({ id, title: 'A', ...parts });
const ofStep = (parts: object) => saidOf({ steps: [step({}, 'b'), step(parts)] });
const ofActivity = (activity: object) => ofStep({ activity });
const ofQuestion = (question: object) => ofStep({ question });

const ACTIVITY = 'steps[1].activity';
const QUESTION = 'steps[1].question';
const chat = { mode: 'chat', messages: [{ role: 'user', content: 'Hello' }] };
const completion = { prompt: '' };
const recipe = (request: object) => ({ request });
const NO_MESSAGES = 'no messages where a text is completed';
const NO_PROMPT = 'no prompt in a conversation';

test('a lesson whose parts fit each other has no contradiction', () => {
	expect(checkLesson(exampleLesson())).toBeNull();
	expect([...contradictions(exampleLesson())]).toEqual([]);
});

describe('ages', () => {
	const OLDEST = ['ages.to', 'an age not below the youngest'];
	test.each([
		[{ from: 10, to: 9 }, OLDEST],
		[{ from: 10, to: 10 }, null],
		[{ from: 10, to: 12 }, null],
		[{ from: 10, to: null }, null],
		[null, null]
	])('%j gives %j', (ages, said) => {
		expect(saidOf({ ages })).toEqual(said);
	});
});

describe('a recipe', () => {
	test.each([
		['a conversation', chat, null],
		['a text to complete, which may be empty', completion, null],
		['a conversation with a prompt', { ...chat, prompt: '' }, ['prompt', NO_PROMPT]],
		[
			'a completion with messages',
			{ ...completion, messages: chat.messages },
			['messages', NO_MESSAGES]
		],
		['a completion without a prompt', {}, ['prompt', 'a text to complete, which may be empty']]
	])('of %s: %j gives %j', (_name, request, found) => {
		const [field, expected] = found ?? [];
		const said = (where: string) =>
			found === null ? null : [`${ACTIVITY}.${where}.request.${field}`, expected];
		expect(ofActivity({ type: 'write', recipe: recipe(request) })).toEqual(said('recipe'));
		expect(ofActivity({ type: 'samples', recipe: recipe(request), count: 2 })).toEqual(
			said('recipe')
		);
		const sweep = { type: 'sweep', field: 'temperature', values: '0, 1' };
		expect(ofActivity({ ...sweep, recipe: recipe(request) })).toEqual(said('recipe'));
		const recipes = [recipe(completion), recipe(request)];
		expect(ofActivity({ type: 'compare', recipes })).toEqual(said('recipes[1]'));
	});
});

test.each([
	['0.5', 'one value'],
	['1..13', 'thirteen values'],
	['0.5, 2000', 'a value out of range'],
	['much', 'words']
])('a sweep over %s has %s, which is refused', (values) => {
	const sweep = { type: 'sweep', recipe: recipe(completion), field: 'temperature', values };
	expect(ofActivity(sweep)).toEqual([
		`${ACTIVITY}.values`,
		'two to 12 values that temperature may have'
	]);
});

test.each(['0, 1', '1..12'])('a sweep may have from two to twelve values: %s', (values) => {
	const sweep = { type: 'sweep', recipe: recipe(completion), field: 'temperature', values };
	expect(ofActivity(sweep)).toBeNull();
});

test.each([
	['a | b', null],
	['a | b\nno pair', 'a pair of different texts in each line'],
	['no pair', 'a pair of different texts in each line'],
	[' \n', 'a pair of different texts in each line']
])('the pairs %j give %j', (pairs, expected) => {
	expect(ofActivity({ type: 'pairs', pairs })).toEqual(
		expected === null ? null : [`${ACTIVITY}.pairs`, expected]
	);
});

test('the link of a run is neither damaged nor that of a recipe', () => {
	const link = writeRecipeLink(recipeOfRun(exampleRun(), true));
	const refused = [`${ACTIVITY}.link`, 'the whole link of a run'];
	expect(ofActivity({ type: 'run', link: 'run=1.AAAA' })).toEqual(refused);
	const lesson = exampleLesson();
	const [first] = lesson.steps;
	if (first === undefined) throw new Error('no step');
	const activity = { type: 'run' as const, link, task: 'verify' as const };
	expect(checkLesson({ ...lesson, steps: [{ ...first, activity }] })).toEqual({
		path: 'steps[0].activity.link',
		expected: 'the whole link of a run'
	});
});

describe('steps', () => {
	test('have ids of their own', () => {
		expect(saidOf({ steps: [step({}), step({}, 'b'), step({})] })).toEqual([
			'steps[2].id',
			'each step’s id once'
		]);
	});

	test('that begin with a question have one', () => {
		expect(ofStep({ first: 'question' })).toEqual([QUESTION, 'a question, since it comes first']);
		expect(ofStep({ first: 'question', question: { type: 'text', text: 'x' } })).toBeNull();
		expect(ofStep({ first: 'activity' })).toBeNull();
	});
});

describe('a question', () => {
	const choice = { type: 'choice', text: 'x', options: ['a', 'b'] };
	const number = { type: 'number', text: 'x' };
	const prediction = { type: 'prediction', text: 'x', prompt: 'Mia' };

	test.each([
		[{ ...number, minimum: 2, maximum: 1 }, ['maximum', 'a number not below the minimum']],
		[{ ...number, minimum: 1, maximum: 1 }, null],
		[{ ...number, minimum: 2 }, null],
		[{ ...number, maximum: -1 }, null],
		[{ ...choice, options: ['a', 'a'] }, ['options', 'each option once']],
		[{ ...prediction, options: [' a', ' a'] }, ['options', 'each option once']],
		[{ ...prediction, options: [' a', 'a'] }, null],
		[{ ...choice, right: [0, 2] }, ['right', 'numbers of options, from 0']],
		[{ ...choice, right: [0, 1] }, null],
		[{ ...choice, right: [] }, ['right', 'an option, or null']],
		[{ ...choice, right: [], several: true }, null],
		[{ ...choice, right: null }, null]
	])('such as %j gives %j', (question, found) => {
		const [field, expected] = found ?? [];
		expect(ofQuestion(question)).toEqual(
			found === null ? null : [`${QUESTION}.${field}`, expected]
		);
	});
});

test('all contradictions are named, in the order of the file', () => {
	const lesson = exampleLesson();
	const [first] = lesson.steps;
	if (first === undefined) throw new Error('no step');
	const bare = { ...first, question: null, first: 'question' as const };
	const ages = { from: 9, to: 8 };
	expect(
		[...contradictions({ ...lesson, ages, steps: [bare, bare] })].map(({ path }) => path)
	).toEqual([
		['ages', 'to'],
		['steps', 0, 'question'],
		['steps', 1, 'id'],
		['steps', 1, 'question']
	]);
});
