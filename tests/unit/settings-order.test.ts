import { expect, test } from 'vitest';
import { compareRuns } from '#core/diff/compare-runs.ts';
import { methodsParagraph } from '#words/reports/methods-text.ts';
import { openAiRequest } from '#core/report/openai-request.ts';
import { NUMERIC_SETTINGS, SETTING_NAMES } from '#core/sampling/settings.ts';
import { AXIS_FIELDS } from '#core/sweep/axis-values.ts';
import { NUMERIC_FIELDS } from '#state/runs/presets.ts';
import { COMMON_FIELDS, RARE_FIELDS, SETTING_WORDS } from '#words/setting-words.ts';
import { exampleRun } from '../fixtures/example-run.ts';

const NUMERIC = [
	'temperature',
	'top_k',
	'top_p',
	'min_p',
	'repetition_penalty',
	'presence_penalty',
	'frequency_penalty'
];

test('the settings have one order, everywhere', () => {
	expect(NUMERIC_SETTINGS).toEqual(NUMERIC);
	expect(SETTING_NAMES).toEqual([...NUMERIC, 'logit_bias']);
	expect(AXIS_FIELDS).toEqual(['seed', ...NUMERIC]);
	expect(NUMERIC_FIELDS).toEqual([...NUMERIC, 'max_tokens']);
	expect(Object.keys(SETTING_WORDS)).toEqual(NUMERIC_FIELDS);
});

test('the screen shows four settings at once and folds the others away', () => {
	expect(COMMON_FIELDS).toEqual(['temperature', 'top_k', 'top_p', 'max_tokens']);
	expect(RARE_FIELDS).toEqual([
		'min_p',
		'repetition_penalty',
		'presence_penalty',
		'frequency_penalty'
	]);
});

const run = exampleRun();
const otherwise = {
	...run,
	request: {
		...run.request,
		seed: '99',
		temperature: 1.3,
		top_k: 7,
		top_p: 0.6,
		min_p: 0.05,
		repetition_penalty: 1.2,
		presence_penalty: 0.3,
		frequency_penalty: 0.4,
		logit_bias: { '5': 2 },
		max_tokens: 77
	}
};

test('reports name the settings in that order', () => {
	const words = methodsParagraph(otherwise, null, 'text', 'Sprout');
	const places = [
		'temperature 1.3',
		'top-k 7',
		'top-p 0.6',
		'min-p 0.05',
		'repetition penalty 1.2',
		'presence penalty 0.3',
		'frequency penalty 0.4',
		'a bias on 1 token',
		'at most 77 tokens'
	].map((part) => words.indexOf(part));
	expect(places.every((place) => place > 0)).toBe(true);
	expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test('a request for other servers has what OpenAI knows first, then extensions', () => {
	expect(
		Object.keys(openAiRequest(otherwise, 'Sprout').body).filter((name) => NUMERIC.includes(name))
	).toEqual([
		'temperature',
		'top_p',
		'presence_penalty',
		'frequency_penalty',
		'top_k',
		'min_p',
		'repetition_penalty'
	]);
});

test('compared runs list their differences in that order', () => {
	const { differences } = compareRuns([run, otherwise]);
	expect(differences.filter(({ group }) => group === 'settings').map(({ field }) => field)).toEqual(
		['seed', ...NUMERIC, 'logit_bias', 'max_tokens']
	);
});
