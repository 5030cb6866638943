import { describe, expect, it } from 'vitest';

import { exampleLesson, lessonFile } from '../../../tests/fixtures/example-lesson.ts';
import { AppError } from '../errors.ts';
import { DEFAULT_SETTINGS } from '../sampling/settings.ts';
import { lessonDigest, lessonFileName, readLesson, serializeLesson } from './read-lesson.ts';

function errorOf(data: unknown): AppError {
	try {
		readLesson(typeof data === 'string' ? data : JSON.stringify(data));
	} catch (error) {
		if (error instanceof AppError) return error;
		throw error;
	}
	throw new Error('was read');
}

/** The error of a lesson with one step that has these parts. */
function stepError(parts: object): AppError {
	return errorOf({ ...lessonFile(), steps: [{ id: 'a', title: 'A', ...parts }] });
}

describe('a lesson file', () => {
	it('has every default once it is read', () => {
		const [guess, write] = exampleLesson().steps;
		expect(guess?.question).toMatchObject({ type: 'prediction', own: true, model: null });
		expect(guess?.activity).toBeNull();
		const activity = write?.activity;
		if (activity?.type !== 'write') throw new Error('no recipe');
		expect(activity.recipe.request).toMatchObject({ mode: 'completion', top_p: 0.95, seed: null });
		expect(activity.recipe.model).toBeNull();
	});

	it('is written with tabs and ends with a line end', () => {
		expect(serializeLesson(exampleLesson())).toMatch(
			/^\{\n\t"type": "glasshouse.lesson",[^]*\n\}\n$/
		);
	});

	it('has what was left out as the app begins with it', () => {
		const recipe = { request: { prompt: '' } };
		const bare = {
			...lessonFile(),
			worksheet: { questions: [{ text: 'x' }] },
			based_on: [{ title: 'A book' }],
			ages: { from: 10 },
			steps: [
				{ id: 'a', title: 'A', activity: { type: 'write', recipe }, reveal: {} },
				{ id: 'b', title: 'B', question: { type: 'number', text: 'x' } },
				{ id: 'c', title: 'C', question: { type: 'choice', text: 'x', options: ['a', 'b'] } },
				{ id: 'd', title: 'D', question: { type: 'text', text: 'x' } },
				{ id: 'e', title: 'E', activity: { type: 'data' } },
				{ id: 'f', title: 'F', activity: { type: 'score', text: 'x' } }
			]
		};
		const lesson = readLesson(JSON.stringify(bare));
		expect(lesson).toMatchObject({
			worksheet: {
				title: '',
				text: '',
				questions: [{ text: 'x', options: [], lines: 3, answer: '' }]
			},
			based_on: [{ title: 'A book', url: null }],
			ages: { from: 10, to: null },
			objectives: [],
			license: null,
			text: '',
			teacher_note: '',
			model: { digest: null, source: null, size_bytes: null, backend: null }
		});
		expect(lesson.steps[0]).toEqual({
			id: 'a',
			title: 'A',
			text: '',
			question: null,
			first: 'activity',
			teacher_note: '',
			reveal: { text: '', show: [] },
			activity: {
				type: 'write',
				locked: [],
				recipe: {
					title: '',
					model: null,
					request: {
						mode: 'completion',
						messages: [],
						prompt: '',
						forced_token_ids: [],
						sampler: 'gumbel-philox/1',
						seed: null,
						...DEFAULT_SETTINGS,
						max_tokens: 120,
						stop_sequences: []
					}
				}
			}
		});
		const questions = lesson.steps.slice(1, 4).map(({ question }) => question);
		expect(questions).toEqual([
			{
				...{ type: 'number', text: 'x', unit: '', right: null },
				...{ tolerance: 0, minimum: null, maximum: null }
			},
			{ type: 'choice', text: 'x', options: ['a', 'b'], right: null, several: false },
			{ type: 'text', text: 'x', lines: 3, sample: '' }
		]);
		expect(lesson.steps.slice(4).map(({ activity }) => activity)).toEqual([
			{ type: 'data', view: 'browse', query: '' },
			{ type: 'score', model: null, text: 'x', given: '', locked: false }
		]);
	});

	it.each<[string, object, string]>([
		[
			'a name that is not one',
			{ id: 'No Slug' },
			'is not lower-case words with hyphens between them'
		],
		[
			'a language that is not one',
			{ language: 'en US' },
			'is not a language tag such as en or pt-BR'
		],
		[
			'an address that is not one',
			{ based_on: [{ title: 'x', url: 'javascript:alert(1)' }] },
			'is not a web address'
		],
		[
			'a link that is not one',
			{ steps: [{ id: 'a', title: 'A', activity: { type: 'run', link: 'recipe=1.A' } }] },
			'is not the link of a run'
		],
		[
			'locks that are none',
			{
				steps: [
					{
						id: 'a',
						title: 'A',
						activity: { type: 'write', recipe: { request: { prompt: '' } }, locked: 'some' }
					}
				]
			},
			'is neither "all" nor a list of parts of a recipe'
		]
	])('says of %s what it should be', (_name, parts, problem) => {
		expect(errorOf({ ...lessonFile(), ...parts }).details).toMatchObject({ problem });
	});

	it('is read back as it was, from text and from bytes', () => {
		const lesson = exampleLesson();
		const text = serializeLesson(lesson);
		expect(readLesson(text)).toEqual(lesson);
		expect(readLesson(new TextEncoder().encode(`\uFEFF${text}`))).toEqual(lesson);
	});

	it('has a digest that means its content, not its file', () => {
		const lesson = exampleLesson();
		const digest = lessonDigest(lesson);
		expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
		expect(lessonDigest(readLesson(JSON.stringify(lesson)))).toBe(digest);
		expect(lessonDigest({ ...lesson, title: 'Another' })).not.toBe(digest);
	});

	it('has a file name of its id and language', () => {
		expect(lessonFileName(exampleLesson())).toBe('example-lesson.en.lesson.json');
	});

	it('refuses what is no lesson, and a version that it does not know', () => {
		expect(errorOf('no JSON').code).toBe('lesson-not-a-lesson');
		expect(errorOf([]).code).toBe('lesson-not-a-lesson');
		expect(errorOf({ ...lessonFile(), type: 'glasshouse.run' }).code).toBe('lesson-not-a-lesson');
		const newer = errorOf({ ...lessonFile(), version: 2, anything: 'else' });
		expect(newer.code).toBe('lesson-unknown-version');
		expect(newer.details).toEqual({ version: 2, newest: 1 });
	});

	it('refuses what is too large, too deep, or has keys that mean something to JavaScript', () => {
		const large = { ...lessonFile(), text: 'x'.repeat(2 * 1024 * 1024) };
		expect(errorOf(large).code).toBe('lesson-too-large');
		expect(errorOf('['.repeat(100)).code).toBe('lesson-too-large');
		const polluted = JSON.stringify(lessonFile()).replace(
			'"steps":',
			'"__proto__":{"a":1},"steps":'
		);
		expect(errorOf(polluted).code).toBe('lesson-field-invalid');
		expect(({} as Record<string, unknown>)['a']).toBeUndefined();
	});

	it('names the field that is wrong', () => {
		const error = stepError({ activity: { type: 'write', recipe: { request: { top_p: 2 } } } });
		expect(error.code).toBe('lesson-field-invalid');
		expect(error.details['path']).toBe('steps[0].activity.recipe.request.top_p');
		expect(stepError({ text: '\ud800' }).details['path']).toBe('steps[0].text');
	});

	it('refuses two steps with one id', () => {
		const step = { id: 'a', title: 'A' };
		const error = errorOf({ ...lessonFile(), steps: [step, step] });
		expect(error.details['path']).toBe('steps[1].id');
	});

	const question = { type: 'choice', text: 'x', options: ['a', 'b'] };
	it.each<[string, object, string]>([
		[
			'a completion without a prompt',
			{ type: 'write', recipe: { request: {} } },
			'recipe.request.prompt'
		],
		[
			'a sweep with a value that its setting cannot have',
			{ type: 'sweep', recipe: { request: { prompt: '' } }, field: 'top_p', values: '0.5, 2' },
			'values'
		],
		['a pair of equal texts', { type: 'pairs', pairs: 'a | a' }, 'pairs'],
		['a damaged link', { type: 'run', link: 'run=1.AAAA' }, 'link']
	])('refuses %s', (_, activity, path) => {
		expect(stepError({ activity }).details['path']).toBe(`steps[0].activity.${path}`);
	});

	it.each<[string, object, string]>([
		['an answer that is no option', { ...question, right: [2] }, 'question.right'],
		['the same option twice', { ...question, options: ['a', 'a'] }, 'question.options'],
		[
			'numbers that nobody can give',
			{ type: 'number', text: 'x', minimum: 2, maximum: 1 },
			'question.maximum'
		]
	])('refuses %s', (_, asked, path) => {
		expect(stepError({ question: asked }).details['path']).toBe(`steps[0].${path}`);
	});
});
