/** The families that threads.test.ts leaves out: their weights are stored as those of one that it has. */
import { expect, test, vi } from 'vitest';
import { familyLoadRequest } from './families/family-models.ts';
import { isTheSameWithTwo } from './threads/written.ts';

vi.setConfig({ testTimeout: 180_000 });

test.for([
	['gpt_neox', 'onnx/decoder_model_merged.onnx'],
	['bloom', 'onnx/model.onnx'],
	['gpt2', 'onnx/decoder_model.onnx']
] as const)('%s, %s: two threads give the bits of one', async ([family, file]) => {
	await isTheSameWithTwo(await familyLoadRequest(family, file, 'wasm'));
	expect.hasAssertions();
});
