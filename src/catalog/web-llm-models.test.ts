import { modelVersion, prebuiltAppConfig } from '@mlc-ai/web-llm';
import { version } from '@mlc-ai/web-llm/package.json';
import { describe, expect, test } from 'vitest';
import { uncheckableParts } from './openness.ts';
import { hasOpenData, openDataShare, webLlmModels, type WebLlmModel } from './web-llm-models.ts';
import { loadWebLlmRecords } from './web-llm-record.ts';

const records = await loadWebLlmRecords();
const models = webLlmModels(records.models);

function model(id: string): WebLlmModel {
	const found = models.find((candidate) => candidate.id === id);
	if (found === undefined) throw new Error(`no ${id}`);
	return found;
}

test('the list is the installed library’s (else run tools/catalog/write-web-llm-records.ts)', () => {
	expect(records).toEqual({
		webLlmVersion: version,
		modelVersion,
		models: prebuiltAppConfig.model_list
	});
});

test('every record becomes an entry with a precision and a family of its own', () => {
	expect(models).toHaveLength(prebuiltAppConfig.model_list.length);
	for (const { name, quantization, family, id } of models) {
		expect(quantization, id).toMatch(/^q[034]f(16|32)(_1)?$/);
		expect(name, id).not.toMatch(/-q\d/);
		// A family without a rule falls back to the model's name.
		expect(family, id).not.toBe(name);
	}
});

test('16-bit floats are read from the precision: the records declare only some of them', () => {
	const needing = models.filter(({ needsF16 }) => needsF16).length;
	const declared = records.models.filter((r) => r.required_features?.includes('shader-f16')).length;
	expect(needing).toBe(86);
	expect(declared).toBe(30);
	for (const record of records.models) {
		if (record.required_features?.includes('shader-f16') !== true) continue;
		expect(model(record.model_id).needsF16).toBe(true);
	}
});

test.each([
	['SmolLM2-360M-Instruct-q4f16_1-MLC', 'SmolLM2-360M-Instruct-q4f32_1-MLC'],
	['Llama-3.1-8B-Instruct-q4f16_1-MLC-1k', 'Llama-3.1-8B-Instruct-q4f32_1-MLC-1k'],
	['Qwen2-0.5B-Instruct-q4f16_1-MLC', 'Qwen2-0.5B-Instruct-q0f32-MLC'],
	['Hermes-2-Pro-Mistral-7B-q4f16_1-MLC', null],
	['SmolLM2-360M-Instruct-q4f32_1-MLC', null]
])('the float32 sibling of %s is %s', (id, sibling) => {
	expect(model(id).f32SiblingId).toBe(sibling);
});

test.each([
	['SmolLM2-135M-Instruct-q0f32-MLC', 135e6],
	['Qwen2.5-0.5B-Instruct-q4f16_1-MLC', 0.5e9],
	['Hermes-2-Pro-Llama-3-8B-q4f16_1-MLC', 8e9],
	['OLMo-2-0425-1B-Instruct-q4f32_1-MLC', 1e9],
	['stablelm-2-zephyr-1_6b-q4f16_1-MLC', 1.6e9],
	['gemma3-1b-it-q4f16_1-MLC', 1e9],
	['gemma-4-E2B-it-q4f32_1-MLC', 2e9],
	['Ministral-3-3B-Base-2512-q4f16_1-MLC', 3e9],
	['WizardMath-7B-V1.1-q4f16_1-MLC', 7e9],
	['phi-2-q4f16_1-MLC', null]
])('%s has %s parameters', (id, count) => {
	expect(model(id).parameterCount).toBe(count);
});

test('a download is estimated from parameters and precision, and never above what the GPU holds', () => {
	expect(model('SmolLM2-360M-Instruct-q4f32_1-MLC').estimatedDownloadBytes).toBe(202_500_000);
	expect(model('phi-2-q4f16_1-MLC').estimatedDownloadBytes).toBeNull();
	for (const { estimatedDownloadBytes, memoryMB, id } of models) {
		expect((estimatedDownloadBytes ?? 0) / 2 ** 20, id).toBeLessThanOrEqual(memoryMB * 1.15);
	}
});

test('an entry says what the engine needs', () => {
	expect(model('Qwen3.5-0.8B-q4f32_1-MLC').mlc).toEqual({
		weightsUrl: 'https://huggingface.co/mlc-ai/Qwen3.5-0.8B-q4f32_1-MLC/resolve/main/',
		libraryUrl: expect.stringMatching(/\/v0_2_86\/base\/Qwen3\.5-0\.8B-.*\.wasm$/) as string,
		needsF16: false,
		windows: { context_window_size: 4096, max_history_size: 1 },
		manifest: null
	});
	expect(model('gemma-4-E2B-it-q4f16_1-MLC').mlc.manifest).toBe('mlc-model-manifest.json');
	expect(model('snowflake-arctic-embed-s-q0f32-MLC-b4').use).toBe('embedding');
});

describe('openness', () => {
	test('24 of 165 records come with open training data', () => {
		expect(openDataShare(models)).toEqual({ open: 24, total: 165 });
		expect([...new Set(models.filter(hasOpenData).map(({ family }) => family))].sort()).toEqual([
			'OLMo 2',
			'RedPajama',
			'SmolLM2',
			'TinyLlama'
		]);
	});

	test('a licence belongs to the record, not to the family', () => {
		expect(model('Qwen2.5-1.5B-Instruct-q4f32_1-MLC').license?.expression).toBe('Apache-2.0');
		expect(model('Qwen2.5-3B-Instruct-q4f32_1-MLC').license?.expression).toBe(
			'LicenseRef-Qwen-Research'
		);
		expect(model('gemma-4-E2B-it-q4f32_1-MLC').license?.expression).toBe('Apache-2.0');
		expect(model('gemma-2-2b-it-q4f32_1-MLC').license?.expression).toBe('LicenseRef-Gemma-Terms');
	});

	test('what nobody looked up is marked as unchecked, or not there', () => {
		expect(model('phi-2-q4f32_1-MLC').license?.basis).toBe('unchecked');
		expect(model('WizardMath-7B-V1.1-q4f16_1-MLC').license).toBeNull();
	});

	test('every assessment has a source and a date, and nothing else has', () => {
		for (const { openness, id } of models) {
			for (const [part, chip] of Object.entries(openness)) {
				expect(chip.part, id).toBe(part);
				expect(chip.source === null, `${id} ${part}`).toBe(chip.assessment === 'not-assessed');
				if (chip.source !== null) expect(chip.source.read).toMatch(/^\d{4}-\d{2}$/);
			}
		}
	});

	test('what cannot be checked is listed: closed or not assessed alike', () => {
		expect(uncheckableParts(model('SmolLM2-360M-Instruct-q4f32_1-MLC').openness)).toEqual([]);
		expect(uncheckableParts(model('Qwen3-0.6B-q4f32_1-MLC').openness)).toEqual([
			'training-code',
			'training-data'
		]);
		expect(uncheckableParts(model('TinyLlama-1.1B-Chat-v1.0-q4f32_1-MLC').openness)).toEqual([
			'training-code'
		]);
	});

	test('the Open Source AI Definition: one family passes, two fail, the others are not assessed', () => {
		const by = (assessment: string) =>
			new Set(
				models
					.filter(({ openness }) => openness.osaid.assessment === assessment)
					.map(({ name }) => name)
			);
		expect([...by('open')]).toEqual(['OLMo-2-1124-7B-Instruct', 'OLMo-2-0425-1B-Instruct']);
		expect([...by('closed')]).toEqual(['Llama-2-7b-chat-hf', 'Llama-2-13b-chat-hf', 'phi-2']);
	});
});
