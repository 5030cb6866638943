import { describe, expect, test } from 'vitest';
import { readGenerationConfig, readMlcSampling } from './published-settings.ts';
import { NEUTRAL_SETTINGS } from './settings.ts';

describe('what a publisher recommends', () => {
	test('is read as generation_config.json names it', () => {
		const config = {
			do_sample: true,
			repetition_penalty: 1.1,
			temperature: 0.7,
			top_p: 0.8,
			top_k: 20,
			max_new_tokens: 2048,
			eos_token_id: [1, 2]
		};
		expect(readGenerationConfig(config)).toEqual({
			settings: {
				...NEUTRAL_SETTINGS,
				repetition_penalty: 1.1,
				temperature: 0.7,
				top_p: 0.8,
				top_k: 20
			},
			maxTokens: 2048,
			missingHere: []
		});
	});

	test('has 50 candidates where the file names no number of them, as transformers has it', () => {
		const read = readGenerationConfig({ temperature: 0.6, top_p: 0.9 });
		expect(read?.settings).toEqual({
			...NEUTRAL_SETTINGS,
			temperature: 0.6,
			top_p: 0.9,
			top_k: 50
		});
		expect(readGenerationConfig({ temperature: 0.6, top_k: null })?.settings.top_k).toBe(0);
		expect(readMlcSampling({ temperature: 0.6 })?.settings.top_k).toBe(0);
	});

	test('is nothing where a file names only ends of texts, or only what changes nothing', () => {
		expect(readGenerationConfig({ eos_token_id: 2, do_sample: true })).toBeNull();
		const neutral = { temperature: 1, top_p: 1, repetition_penalty: 1, presence_penalty: 0 };
		expect(readMlcSampling(neutral)).toBeNull();
	});

	test('is the likeliest token where the file says so, with its penalties', () => {
		const read = readGenerationConfig({ do_sample: false, top_k: 20, repetition_penalty: 1.2 });
		expect(read?.settings).toEqual({
			...NEUTRAL_SETTINGS,
			temperature: 0,
			repetition_penalty: 1.2
		});
	});

	test('leaves out values that no sampler could use', () => {
		const odd = { temperature: NaN, top_p: 7, top_k: '20', repetition_penalty: 1.3, min_p: -1 };
		expect(readGenerationConfig({ ...odd, max_new_tokens: 1.5 })).toEqual({
			settings: { ...NEUTRAL_SETTINGS, repetition_penalty: 1.3, top_k: 50 },
			maxTokens: null,
			missingHere: []
		});
	});

	test('is a length alone, or greedy choice alone, where the file names nothing else', () => {
		const settings = { ...NEUTRAL_SETTINGS, top_k: 50 };
		const read = { settings, maxTokens: 1, missingHere: [] };
		expect(readGenerationConfig({ max_new_tokens: 1 })).toEqual(read);
		expect(readGenerationConfig({ max_new_tokens: 0 })).toBeNull();
		expect(readGenerationConfig({ max_new_tokens: '9' })).toBeNull();
		expect(readGenerationConfig({ do_sample: false })).toEqual({
			settings: { ...NEUTRAL_SETTINGS, temperature: 0 },
			maxTokens: null,
			missingHere: []
		});
	});

	test.each([
		['typical_p', 1],
		['epsilon_cutoff', 0],
		['eta_cutoff', 0],
		['no_repeat_ngram_size', 0],
		['num_beams', 1],
		['penalty_alpha', 0]
	])('that is not to be had here is named when it is on: %s', (name, off) => {
		const missing = (value: unknown) =>
			readGenerationConfig({ temperature: 0.5, [name]: value })?.missingHere;
		expect(missing(off)).toEqual([]);
		expect(missing(null)).toEqual([]);
		expect(missing(off + 0.5)).toEqual([name]);
	});

	test('names what it asks for and this sampler does not have', () => {
		const config = { temperature: 0.6, no_repeat_ngram_size: 3, num_beams: 1, typical_p: 0.9 };
		expect(readGenerationConfig(config)?.missingHere).toEqual([
			'typical_p',
			'no_repeat_ngram_size'
		]);
	});
});
