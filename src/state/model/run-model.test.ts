import { expect, test } from 'vitest';
import { sprout } from '#catalog/sprout.ts';
import { modelDigest } from '#core/digest/model-digest.ts';
import { ModelState } from './model-state.svelte.ts';
import { choiceFor, knownName, whyNot } from './run-model.ts';

const gpuOnly = { ...sprout, id: 'gpu-only', name: 'GPU only', format: 'mlc' } as const;

async function machineWithoutGpu(): Promise<ModelState> {
	const model = new ModelState({
		catalog: [sprout, gpuOnly],
		createClient: () => {
			throw new Error('nothing is loaded to find out');
		},
		createLoadRequest: () => ({}) as never,
		detectBackends: () =>
			Promise.resolve({ wasm: true, webgpu: { available: false, reason: 'no-adapter' } }),
		now: () => 0
	});
	await model.detect();
	return model;
}

test('a model for graphics cards alone says what is missing, not that it is unknown', async () => {
	const model = await machineWithoutGpu();
	const named = { name: 'GPU only', quantization: 'int8' };
	expect(whyNot(model, named, 'wasm')).toBe('no-webgpu');
	expect(whyNot(model, { name: 'Sprout', quantization: 'int8' }, 'wasm')).toBeNull();
	expect(whyNot(model, { name: 'No such model', quantization: 'int8' }, 'wasm')).toBe('unknown');
});

test('files are found by their digest, whatever someone calls model and precision', async () => {
	const model = await machineWithoutGpu();
	const precision = sprout.precisions[1];
	if (precision === undefined) throw new Error('Sprout has one precision');
	const digest = modelDigest(precision.files);
	const named = { name: 'GPT-5', quantization: 'fp16', digest };
	expect(choiceFor(model, named, 'wasm')).toMatchObject({
		modelId: sprout.id,
		precisionId: precision.id
	});
	expect(knownName(model, digest)).toBe('Sprout');
	expect(knownName(model, `sha256:${'0'.repeat(64)}`)).toBeNull();
});

test('what a pack calls its files is not what this app knows them by', () => {
	const digest = `sha256:${'1'.repeat(64)}`;
	const stored = { id: 'mine', digest, mlc: null };
	const named = (place: typeof stored & { isQuoted?: true }) => ({
		catalog: [{ ...sprout, name: 'GPT-5 (OpenAI)', stored: place }]
	});
	expect(knownName(named(stored), digest)).toBe('GPT-5 (OpenAI)');
	expect(knownName(named({ ...stored, isQuoted: true }), digest)).toBeNull();
});
