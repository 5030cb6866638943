/** Several CPU threads give the bits of one, however a model stores its weights. */
import { expect, test, vi } from 'vitest';
import { isTheSameWithTwo } from '../threads/written.ts';
import { familyLoadRequest } from './family-models.ts';

vi.setConfig({ testTimeout: 180_000 });

/** One of each way: what threads share out are products, whatever the family. */
test.for([
	['llama', 'onnx/model.onnx'],
	['llama', 'onnx/model_quantized.onnx'],
	['qwen2', 'onnx/model_q4.onnx'],
	['smollm2', 'onnx/model_q4f16.onnx'],
	['olmo2', 'onnx/model_bnb4.onnx']
] as const)('%s, %s: two threads give the bits of one', async ([family, file]) => {
	await isTheSameWithTwo(await familyLoadRequest(family, file, 'wasm'));
	expect.hasAssertions();
});
