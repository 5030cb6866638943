import { deflateSync } from 'fflate';
import { describe, expect, test } from 'vitest';

import { exampleFillMaskRun } from '../../../tests/fixtures/example-fill-mask-run.ts';
import { exampleRun } from '../../../tests/fixtures/example-run.ts';
import { AppError } from '../errors.ts';
import { toBase64Url } from './base64url.ts';
import { wrapMessage } from './envelope.ts';
import { parseComparisonLink, parseFillLink, parseRecipe, parseRunLink } from './link-fields.ts';
import type { RecipeLink, RunLink } from './link-schema.ts';
import { promptDigest } from './prompt-digest.ts';
import { linkKind, readLink } from './read-link.ts';
import {
	fillLinkOfRun,
	fillRecipeOfRun,
	linkModel,
	recipeOfRun,
	runLinkOfRun,
	shortTitle,
	writeRunLink
} from './write-link.ts';

const run = exampleRun();

function detailsOf(work: () => unknown): unknown {
	try {
		work();
	} catch (error) {
		if (error instanceof AppError) return error.details;
		throw error;
	}
	return null;
}

function recipeWith(changes: Partial<RecipeLink['request']>): Record<string, unknown> {
	const recipe = recipeOfRun(run, true);
	return { ...recipe, request: { ...recipe.request, ...changes } };
}

function runWith(
	changes: Partial<RunLink['made']>,
	asked: Partial<RunLink['request']> = {}
): Record<string, unknown> {
	const link = runLinkOfRun(run, true);
	return {
		...link,
		request: { ...link.request, ...asked },
		made: { ...link.made, ...changes }
	};
}

const completion: Partial<RecipeLink['request']> = {
	mode: 'completion',
	messages: [],
	prompt: 'Mia'
};
const spelled = (read_as: 'text' | 'control') => ({
	spelled_tokens: { read_as, tokens: ['<s>'] }
});

describe('a recipe', () => {
	test.each<[Partial<RecipeLink['request']>, string, string]>([
		[{ ...completion, date: '2026-11-30T07:08:09' }, 'request.date', 'should be missing'],
		[{ date: '2026-02-30T07:08:09' }, 'request.date', 'is no date'],
		[{ ...completion, ...spelled('text') }, 'request.spelled_tokens.read_as', 'is not control'],
		[{ ...completion, prompt: null }, 'request.prompt', 'there is no text to complete'],
		[
			{ ...completion, messages: [{ role: 'user', content: '' }] },
			'request.messages',
			'should be empty'
		],
		[{ prompt: '' }, 'request.prompt', 'should be missing'],
		[{ messages: [] }, 'request.messages', 'there is no message'],
		[{ temperature: 'x' as never }, 'request.temperature', 'is neither 0 nor from 0.001 to 100']
	])('with %j is refused: %s %s', (changes, path, problem) => {
		expect(detailsOf(() => parseRecipe(recipeWith(changes)))).toEqual({ path, problem });
	});

	test.each<Partial<RecipeLink['request']>>([
		{},
		completion,
		{ ...completion, prompt: '' },
		{ ...completion, ...spelled('control') },
		{ date: '2026-02-28T07:08:09', ...spelled('text') },
		spelled('control')
	])('with %j is taken', (changes) => {
		expect(parseRecipe(recipeWith(changes))).toEqual(recipeWith(changes));
	});

	test.each([null, undefined, 5, 'text'])('is no object when its request is %j', (request) => {
		const { model } = recipeOfRun(run, true);
		expect(detailsOf(() => parseRecipe({ title: '', model, request }))).toMatchObject({
			path: 'request'
		});
	});

	test('has its biases as pairs on the way', () => {
		const logit_bias = [
			{ key: 7, value: 1 },
			{ key: 8, value: -1 }
		] as never;
		expect(parseRecipe(recipeWith({ logit_bias })).request.logit_bias).toEqual({ 7: 1, 8: -1 });
		expect(detailsOf(() => parseRecipe(recipeWith({ logit_bias: [null] as never })))).toMatchObject(
			{
				path: 'request.logit_bias.undefined'
			}
		);
	});
});

describe('a run', () => {
	test.each<[string, string, Record<string, unknown>]>([
		['made.token_ids', 'too many tokens', runWith({}, { max_tokens: 2 })],
		['made.template_digest', 'does not fit the mode', runWith({ template_digest: null })],
		['made.template_digest', 'does not fit the mode', runWith({}, completion)],
		[
			'made.token_ids',
			'do not begin with the forced ones',
			runWith({}, { forced_token_ids: [5, 7] })
		],
		['made.stop_sequence', 'does not fit the request', runWith({ stop_sequence: 'END' })],
		[
			'made.stop_sequence',
			'does not fit the request',
			runWith({ stop_sequence: 'The end', finish_reason: 'length' })
		],
		['made.finish_reason', 'no stop token at the end', runWith({ stop_token_ids: [5, 6] })],
		[
			'made.finish_reason',
			'no stop token at the end',
			runWith({ token_ids: [] }, { forced_token_ids: [] })
		],
		['request.messages', 'there is no message', runWith({}, { messages: [] })]
	])('whose %s %s is refused', (path, problem, data) => {
		expect(detailsOf(() => parseRunLink(data))).toEqual({ path, problem });
	});

	test.each<[string, Record<string, unknown>]>([
		['as it was sealed', runWith({})],
		['as long as it might be', runWith({}, { max_tokens: 3 })],
		['of a completion', runWith({ template_digest: null }, completion)],
		['that ended before its forced tokens', runWith({}, { forced_token_ids: [5, 6, 2, 9] })],
		['that ended at a stop sequence', runWith({ stop_sequence: 'The end', stop_token_ids: [] })],
		['that was cancelled', runWith({ finish_reason: 'cancelled', stop_token_ids: [] })]
	])('%s is taken', (_name, data) => {
		expect(parseRunLink(data)).toEqual(data);
	});

	test('travels with everything that was said of its engine', () => {
		const link = runLinkOfRun(run, false);
		const engine = {
			...link.made.engine,
			...({ backend: 'webgpu', prefill: 'chunks-of-32' } as const),
			options: { one: 'a', two: 'b' },
			adapter: { vendor: 'v', architecture: 'a' }
		};
		const written = { ...link, made: { ...link.made, engine } };
		expect(readLink(writeRunLink(written))).toEqual({ kind: 'run', run: written });
	});
});

describe('filled masks', () => {
	const link = fillLinkOfRun(exampleFillMaskRun(), true);

	test('are refused with what they should be', () => {
		const [sentence] = link.request.sentences;
		const sentences = [{ ...sentence, masked_positions: [4, 2] }];
		expect(
			detailsOf(() => parseFillLink({ ...link, request: { ...link.request, sentences } }))
		).toEqual({
			path: 'request.sentences[0].masked_positions[1]',
			problem: 'is not a position in the sentence, after the one before'
		});
		const output = { ...link.made?.output, sentences: [{ answers: [] }] };
		expect(
			detailsOf(() => parseFillLink({ ...link, made: { ...link.made, output } }))
		).toMatchObject({ path: 'made.output.sentences[0].answers' });
		expect(parseFillLink(fillRecipeOfRun(exampleFillMaskRun(), true) as never).made).toBeNull();
	});
});

describe('a comparison', () => {
	const column = { ...recipeWith({}), made: null };

	test('names its column before what is wrong in it', () => {
		const wrong = { ...recipeWith({ messages: [] }), made: null };
		expect(detailsOf(() => parseComparisonLink({ title: '', columns: [column, wrong] }))).toEqual({
			path: 'columns[1].request.messages',
			problem: 'there is no message'
		});
		expect(detailsOf(() => parseComparisonLink({ title: '', columns: [null] }))).toMatchObject({
			path: 'columns[0].title'
		});
	});

	test.each([undefined, null, {}, []])('has columns, and %j has not', (columns) => {
		expect(detailsOf(() => parseComparisonLink({ title: '', columns }))).toEqual({
			path: '',
			problem: 'it has no columns'
		});
	});

	test('has a title, which is not too long', () => {
		const titled = (title: unknown) => () => parseComparisonLink({ title, columns: [column] });
		expect(detailsOf(titled('x'.repeat(200)))).toBeNull();
		expect(detailsOf(titled('x'.repeat(201)))).not.toBeNull();
		expect(detailsOf(titled(null))).not.toBeNull();
		expect(titled('A title')()).toMatchObject({ title: 'A title', columns: [{ kind: 'recipe' }] });
	});
});

describe('what a link says of a run', () => {
	test('is where its model comes from and how large it is, unless the name is enough', () => {
		const { name, format, quantization, digest, source } = run.model;
		const known = { name, format, quantization, digest };
		expect(linkModel(run.model, true)).toEqual({ ...known, source: null, size_bytes: null });
		const bytes = 'config.json'.length + 'onnx/model_int8.onnx'.length + 'tokenizer.json'.length;
		expect(linkModel(run.model, false)).toEqual({ ...known, source, size_bytes: bytes });
	});

	test('is nothing of the prompt’s tokens but their digest', () => {
		const { request, made } = runLinkOfRun(run, true);
		for (const key of ['template_digest', 'prompt_token_ids', 'stop_token_ids']) {
			expect(request).not.toHaveProperty(key);
		}
		expect(made.prompt_digest).toBe(promptDigest([1, 7, 8, 9]));
		expect(promptDigest([1, 2 ** 32 - 1])).toBe(
			'sha256:b15348c8f462384c01e83b6d499c6faf3f96808f5aa07c6bab4b65b36b4445d4'
		);
	});

	test('is at most 200 units of its title, of whole characters', () => {
		expect(shortTitle('x'.repeat(201))).toBe('x'.repeat(200));
		expect(shortTitle(`${'x'.repeat(198)}🦊`)).toBe(`${'x'.repeat(198)}🦊`);
		expect(shortTitle('a\ud83eb')).toBe('ab');
	});
});

describe('an address', () => {
	const wrapped = wrapMessage('recipe', new Uint8Array(0));

	test('claims to be a link by the word that it begins with', () => {
		for (const kind of ['recipe', 'run', 'comparison', 'fill']) {
			expect(linkKind(`https://example.org/#${kind}=1.AAAA`)).toBe(kind);
		}
		for (const other of ['lesson=1.A', 'xrun=1.A', '#/run=1.A', 'run', '?a=b', '']) {
			expect(linkKind(other)).toBeNull();
		}
	});

	test.each(['', ' ', '#', '.', ',', ';', ':', '!', '?', ')', ']', '>', '"', "'", ').'])(
		'may have %j around it or behind it',
		(around) => {
			const address = around === '#' || around === ' ' ? around + wrapped : wrapped + around;
			expect(detailsOf(() => readLink(address))).toEqual(detailsOf(() => readLink(wrapped)));
		}
	);

	test.each([
		['recipe=1.AA*A', { path: '', problem: 'not a link of this app' }],
		['recipe=x.AAAA', { path: '', problem: 'not a link of this app' }],
		['lesson=1.AAAA', { path: '', problem: 'not a link of this app' }],
		['xrecipe=1.AAAA', { path: '', problem: 'not a link of this app' }],
		['a recipe=1.AAAA', { path: '', problem: 'not a link of this app' }],
		['recipe=01.AAAA', { version: '01', newest: 1 }],
		[`recipe=${'9'.repeat(50)}.AAAA`, { version: '9'.repeat(40), newest: 1 }]
	])('%s is refused with what is wrong', (address, details) => {
		expect(detailsOf(() => readLink(address))).toEqual(details);
	});

	test('that is longer than a link may be is refused with its length', () => {
		const limit = 1024 * 1024;
		expect(detailsOf(() => readLink('x'.repeat(limit + 1)))).toEqual({
			characters: limit + 1,
			limit
		});
		expect(detailsOf(() => readLink('x'.repeat(limit)))).toMatchObject({ path: '' });
	});

	test('whose content does not fit its checksum says that it was changed', () => {
		const content = toBase64Url(deflateSync(Uint8Array.of(0, 0, 0, 0, 1)));
		expect(detailsOf(() => readLink(`recipe=1.${content}`))).toEqual({
			path: '',
			problem: 'it was changed on the way'
		});
	});
});
