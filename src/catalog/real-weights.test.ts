import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { HUB_MODELS } from './onnx-hub-models.ts';
import { realWeightsOf } from './real-weights.ts';
import { loadWebLlmRecords } from './web-llm-record.ts';
import { webLlmModels } from './web-llm-models.ts';

test('models of an architecture that ran with real weights say with which, and that they were others', () => {
	const qwen = HUB_MODELS.filter(({ modelType }) => modelType === 'qwen2');
	expect(qwen).not.toEqual([]);
	for (const { realWeights } of qwen) {
		expect(realWeights).toEqual({
			areItsOwn: false,
			weights: 'a fine-tune of Qwen2.5-Coder 0.5B',
			form: 'ONNX fp32, q8, q4',
			date: '2026-11'
		});
	}
});

test('of compiled models, those say so that share what ran', async () => {
	const models = webLlmModels((await loadWebLlmRecords()).models);
	const seen = models.filter(({ realWeights }) => realWeights !== null);
	expect(seen.map(({ id }) => id)).toEqual([
		'Qwen2.5-0.5B-Instruct-q4f32_1-MLC',
		'Qwen2.5-Coder-0.5B-Instruct-q4f32_1-MLC'
	]);
});

test('all others say that they were not loaded', () => {
	expect(HUB_MODELS.find(({ modelType }) => modelType === 'llama')?.realWeights).toBeNull();
	expect(realWeightsOf('any', 'gemma3')).toBeNull();
});

test('the documentation names all of them', () => {
	const lines = readFileSync('docs/weights.md', 'utf8').split('\n');
	const rows = lines.map((line) =>
		line
			.split('|')
			.slice(1, -1)
			.map((cell) => cell.trim())
	);
	for (const architecture of ['qwen2', 'gemma3_text', 'Qwen2-0.5B-Instruct-q4f32_1']) {
		const seen = realWeightsOf('', architecture);
		const row = [`\`${architecture}\``, seen?.weights, seen?.form, seen?.date];
		expect(rows).toContainEqual(row);
	}
});
