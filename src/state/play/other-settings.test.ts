import { expect, test } from 'vitest';
import { exampleRun } from '../../../tests/fixtures/example-run.ts';
import { recipeSettingsOf } from '../runs/run-recipe.ts';
import { otherSettings } from './other-settings.ts';

const { request } = exampleRun();
const settings = recipeSettingsOf(request);

test('a text and the settings that it was written with have not come apart', () => {
	expect(otherSettings(request, settings, '')).toEqual([]);
	expect(otherSettings(request, settings, ` ${request.seed} `)).toEqual([]);
});

test('each setting that differs is named, with what it was and what it is', () => {
	const temperature = request.temperature + 1;
	expect(otherSettings(request, { ...settings, temperature, stop_sequences: ['x'] }, '99')).toEqual(
		[
			{ field: 'temperature', written: request.temperature, now: temperature },
			{ field: 'stop_sequences', written: request.stop_sequences, now: ['x'] },
			{ field: 'seed', written: request.seed, now: '99' }
		]
	);
});

test('room that was made for tokens set by hand is no other limit', () => {
	const continued = { ...request, forced_token_ids: [1, 2, 3], max_tokens: 5 };
	expect(otherSettings(continued, { ...settings, max_tokens: 2 }, '')).toEqual([]);
	expect(otherSettings(continued, { ...settings, max_tokens: 4 }, '')).toMatchObject([
		{ field: 'max_tokens', written: 5, now: 4 }
	]);
});
