/** Weights that are read part by part give the same bits as weights in memory. */
import { expect, test, vi } from 'vitest';
import { writingSession } from '#engines/writing-session.ts';
import { OnnxEngine } from '#engines/onnx/onnx-engine.ts';
import type { LoadRequest } from '#protocol/worker-api.ts';
import { fetchModel } from '#worker/load-model.ts';
import { askBlobWorker } from './ask-blob-worker.ts';
import { familyLoadRequest } from './family-models.ts';

vi.setConfig({ testTimeout: 180_000 });

const never = new AbortController().signal;
const TOKENS = [5, 9, 40];

async function fromMemory(request: LoadRequest): Promise<Float32Array> {
	const { files } = await fetchModel(request.files, never, () => undefined);
	const session = await writingSession(await new OnnxEngine().load(files, request, never));
	const logits = (await session.step(TOKENS, never)).slice();
	await session.dispose();
	return logits;
}

test.for([
	['wasm', 'llama', 'onnx/model.onnx'],
	['wasm', 'qwen2', 'onnx/model.onnx'],
	['wasm', 'qwen2', 'onnx/model_q4.onnx'],
	['wasm', 'olmo', 'onnx/model_int8.onnx'],
	['wasm', 'gpt_neox', 'onnx/decoder_model_merged.onnx'],
	['webgpu', 'qwen2', 'onnx/model.onnx'],
	['webgpu', 'llama', 'onnx/model.onnx']
] as const)('%s, %s, %s', async ([backend, family, file]) => {
	const request = await familyLoadRequest(family, file, backend);
	const { logits } = await askBlobWorker({ request, tokenIds: TOKENS });
	expect(logits).toEqual(await fromMemory(request));
});
