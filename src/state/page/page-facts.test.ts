import { describe, expect, test } from 'vitest';
import { DRAFT_SCHEMA } from '../play/draft-schema.ts';
import { describeEnvironment } from './environment.ts';
import { FIRST_DRAFT } from '../play/recipe-state.svelte.ts';
import { parseRoute, routeAddress } from './routes.ts';

const id = `sha256:${'a'.repeat(64)}`;

describe('addresses', () => {
	test.each([
		['', { view: 'play' }],
		['#/play', { view: 'play' }],
		['#/runs', { view: 'runs' }],
		['#/runs/nonsense', { view: 'runs' }],
		[`#/runs/${id}`, { view: 'run', id }]
	])('%s leads to its view', (hash, route) => {
		expect(parseRoute(hash)).toEqual(route);
	});

	test('every view has one', () => {
		for (const route of [{ view: 'play' }, { view: 'runs' }, { view: 'run', id }] as const) {
			expect(parseRoute(routeAddress(route))).toEqual(route);
		}
	});
});

describe('the environment in a run file', () => {
	test.each([
		[
			'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
			{ browser: 'Chrome 142', os: 'Linux' }
		],
		[
			'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0',
			{ browser: 'Firefox 145', os: 'Windows' }
		],
		[
			'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1',
			{ browser: 'Safari 26', os: 'iOS' }
		],
		['something else', { browser: 'unknown', os: 'unknown' }]
	])('is read from %s', (userAgent, expected) => {
		expect(describeEnvironment({ userAgent })).toEqual({ ...expected, logical_cores: null });
	});
});

describe('a kept draft', () => {
	const draft = {
		recipe: { ...FIRST_DRAFT, turns: [{ role: 'user', content: 'Hello!' }] },
		model: { modelId: 'sprout', precisionId: 'int8', backend: 'wasm' },
		runId: null
	};

	test('is read back as it was', async () => {
		expect(await DRAFT_SCHEMA['~standard'].validate(draft)).toEqual({ typed: true, value: draft });
	});

	test.each([
		['nothing', undefined],
		['another shape', { recipe: 1 }],
		[
			'a setting out of range',
			{
				...draft,
				recipe: { ...draft.recipe, settings: { ...FIRST_DRAFT.settings, top_p: 7 } }
			}
		],
		[
			'an unknown role',
			{ ...draft, recipe: { ...draft.recipe, turns: [{ role: 'x', content: '' }] } }
		]
	])('is refused when it holds %s', async (_what, value) => {
		expect(await DRAFT_SCHEMA['~standard'].validate(value)).toHaveProperty('issues');
	});
});
