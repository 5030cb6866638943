/** What threads.test.ts leaves out: families whose weights are stored as those of one that it has, and Sprout in fp32. */
import { expect, test, vi } from 'vitest';
import { familyLoadRequest } from './families/family-models.ts';
import { sproutLoadRequest } from './sprout-request.ts';
import { isTheSameWithTwo, isTheSameWithTwoAndFour } from './threads/written.ts';

vi.setConfig({ testTimeout: 180_000 });

test.for([
	['gpt_neox', 'onnx/decoder_model_merged.onnx'],
	['bloom', 'onnx/model.onnx'],
	['gpt2', 'onnx/decoder_model.onnx']
] as const)('%s, %s: two threads give the bits of one', async ([family, file]) => {
	await isTheSameWithTwo(await familyLoadRequest(family, file, 'wasm'));
	expect.hasAssertions();
});

test('Sprout fp32: two and four threads give the bits of one', async () => {
	await isTheSameWithTwoAndFour(sproutLoadRequest('fp32'));
	expect.hasAssertions();
});
