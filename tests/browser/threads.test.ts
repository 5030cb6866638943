/** Several CPU threads: that they are started, and that they give the same bits as one. */
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { LoadRequest } from '#protocol/worker-api.ts';
import { askBlobWorker } from './families/ask-blob-worker.ts';
import { familyLoadRequest } from './families/family-models.ts';
import { sproutLoadRequest } from './sprout-request.ts';
import { isTheSameWithTwoAndFour, PROMPT, written } from './threads/written.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

test('the tests run where threads can be had', () => {
	expect(crossOriginIsolated).toBe(true);
});

/** `threads.long.test.ts` has fp32; `families/threads.test.ts` has a Llama of that precision, with two threads. */
test('Sprout int8: two and four threads give the bits of one', async () => {
	await isTheSameWithTwoAndFour(sproutLoadRequest('int8'));
	expect.hasAssertions();
});

test('Sprout q4 gets one thread: its narrow products would have other bits with more', async () => {
	expect(await written(sproutLoadRequest('q4'), 4)).toMatchObject({ threads: 1, events: [] });
});

/** Weights of noise for the graph that the bench measures: large enough that every product is shared out. */
describe('65 million parameters, read part by part', () => {
	const DATA_BYTES = 260_766_208;
	let noise: Blob;
	let request: LoadRequest;

	beforeAll(async () => {
		let state = 1;
		const weights = new Float32Array(DATA_BYTES / 4).map(() => {
			state = (Math.imul(state, 1664525) + 1013904223) | 0;
			return (state / 2 ** 31) * 0.04;
		});
		noise = new Blob([weights]);
		// The tokenizer only has to fit.
		const tiny = await familyLoadRequest('llama', 'onnx/model.onnx', 'wasm');
		const side = tiny.files.filter(({ name }) => name.startsWith('tokenizer'));
		const bench = Object.entries({
			'config.json': 'llama-65m.json',
			'llama-65m.onnx': 'llama-65m.onnx'
		}).map(async ([name, file]) => {
			const url = new URL(`/tools/bench/decode/${file}`, location.href).href;
			const { size } = await (await fetch(url)).blob();
			return { name, url, sizeBytes: size, digest: null };
		});
		const files = [...side, ...(await Promise.all(bench))];
		request = { ...tiny, files, weightsFile: 'llama-65m.onnx' };
	});

	test('two threads give the bits of one', async () => {
		const logits = async (threads: number) => {
			const found = await askBlobWorker({
				request: { ...request, threads },
				tokenIds: PROMPT,
				blobs: [{ name: 'llama-65m.onnx_data', blob: noise }]
			});
			expect(found.threads).toBe(threads);
			return found.logits;
		};
		const one = await logits(1);
		expect(one.some((logit) => logit !== 0)).toBe(true);
		expect(await logits(2)).toEqual(one);
	});
});
