import { expect, test } from 'vitest';
import { sprout } from '#catalog/sprout.ts';
import { ModelState } from './model-state.svelte.ts';
import { whyNot } from './run-model.ts';

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
