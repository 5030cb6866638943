/** llama.cpp, which shares no code with what runs here, writes the same tokens on the same weights. */
import { expect, test, vi } from 'vitest';
import { writingSession } from '#engines/writing-session.ts';
import { OnnxEngine } from '#engines/onnx/onnx-engine.ts';
import type { LoadRequest } from '#protocol/worker-api.ts';
import { fetchModel } from '#worker/load-model.ts';
import { WllamaLoop } from '../../../tools/bench/decode/wllama-loop.ts';
import { sproutLoadRequest } from '../sprout-request.ts';
import { familyLoadRequest } from './family-models.ts';

vi.setConfig({ testTimeout: 180_000 });

const never = new AbortController().signal;
const PROMPT = [5, 9, 300, 40];
const TOKENS = 48;

/** The likeliest token each time. */
async function write(request: LoadRequest): Promise<number[]> {
	const { files } = await fetchModel(request.files, never, () => undefined);
	const session = await writingSession(await new OnnxEngine().load(files, request, never));
	const written: number[] = [];
	let next = PROMPT;
	while (written.length < TOKENS) {
		const logits = await session.step(next, never);
		next = [logits.indexOf(Math.max(...logits))];
		written.push(...next);
	}
	await session.dispose();
	return written;
}

const MODELS: Readonly<Record<string, () => LoadRequest | Promise<LoadRequest>>> = {
	'Sprout, float32': () => sproutLoadRequest('fp32'),
	'Sprout, 8-bit weights unfolded': () => sproutLoadRequest('int8'),
	'a tiny random Llama': () => familyLoadRequest('llama', 'onnx/model.onnx', 'wasm')
};

for (const [title, request] of Object.entries(MODELS)) {
	test(`${title}: llama.cpp takes the same likeliest tokens`, async () => {
		const wllama = await WllamaLoop.load(await request(), 'like-onnx');
		const written = await write(await request());
		expect(new Set(written).size).toBeGreaterThan(5);
		expect(await wllama.write(PROMPT, TOKENS)).toEqual(written);
		await wllama.exit();
	});
}
