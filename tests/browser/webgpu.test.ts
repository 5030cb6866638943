/** The GPU backend, on whatever adapter the browser has: in tests usually a software one. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { detectBackends } from '#client/detect-backends.ts';
import { WorkerClient } from '#client/worker-client.ts';
import { OnnxEngine } from '#engines/onnx/onnx-engine.ts';
import type { EngineSession } from '#engines/engine.ts';
import { writingSession } from '#engines/writing-session.ts';
import type { LoadedModel } from '#protocol/worker-api.ts';
import { fetchModel } from '#worker/load-model.ts';
import { generateRequest, sproutLoadRequest } from './sprout-request.ts';

// A software adapter compiles each shader on the CPU: the first step takes many seconds.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const never = new AbortController().signal;
const ignore = () => undefined;
/** A GPU that a CPU plays is slow. */
const SHORT = { max_tokens: 6 };

test('the adapter is described', async () => {
	const { webgpu } = await detectBackends();
	expect(webgpu).toMatchObject({ available: true, vendor: expect.any(String) as string });
});

describe('in the worker', () => {
	let client: WorkerClient;
	let loaded: LoadedModel;

	beforeAll(async () => {
		client = new WorkerClient();
		loaded = await client.load(sproutLoadRequest('int8', 'webgpu'), never, ignore);
	});

	afterAll(() => client.terminate());

	test('the run file will say which build and adapter it was', () => {
		expect(loaded.engine).toMatchObject({
			build: 'webgpu-asyncify',
			backend: 'webgpu',
			prefill: 'one-pass'
		});
		expect(loaded.engine.adapter?.vendor).toEqual(expect.any(String));
	});

	test('two runs give the same tokens', async () => {
		const first = await client.generate(generateRequest(SHORT), never, ignore);
		const second = await client.generate(generateRequest(SHORT), never, ignore);
		expect(second.output.token_ids).toEqual(first.output.token_ids);
	});

	test('a run can be aborted, also in the prompt, and the next one is not disturbed', async () => {
		const before = await client.generate(generateRequest(SHORT), never, ignore);
		const early = new AbortController();
		const run = client.generate(generateRequest(SHORT), early.signal, ignore);
		early.abort();
		await expect(run).rejects.toMatchObject({ code: 'aborted' });
		const midway = new AbortController();
		const cut = await client.generate(generateRequest({ max_tokens: 100 }), midway.signal, () =>
			midway.abort()
		);
		expect(cut.output.finish_reason).toBe('cancelled');
		const after = await client.generate(generateRequest(SHORT), never, ignore);
		expect(after.output.token_ids).toEqual(before.output.token_ids);
	});
});

describe('in the page, beside the CPU', () => {
	async function session(backend: 'wasm' | 'webgpu'): Promise<EngineSession> {
		const request = sproutLoadRequest('int8', backend);
		const { files } = await fetchModel(request.files, never, ignore);
		return writingSession(await new OnnxEngine().load(files, request, never));
	}

	test('logits are those of the CPU, up to rounding', async () => {
		const [cpu, gpu] = await Promise.all([session('wasm'), session('webgpu')]);
		const prompt = cpu.tokenizer.encode('Mia is in the garden.', true);
		for (const ids of [prompt, [20], [30]]) {
			const expected = await cpu.step(ids, never);
			const actual = await gpu.step(ids, never);
			const largest = actual.reduce(
				(most, logit, id) => Math.max(most, Math.abs(logit - (expected[id] ?? NaN))),
				0
			);
			expect(largest).toBeLessThan(1e-3);
		}
		await cpu.dispose();
		await gpu.dispose();
	});

	// Last: it takes the page's device away.
	test('a device that is lost midway ends the step and tells why', async () => {
		const gpu = await session('webgpu');
		await gpu.step([5, 6, 7], never);
		const ort = await import('onnxruntime-web/webgpu');
		const device = await ort.env.webgpu.device;
		const step = gpu.step([8], never);
		device.destroy();
		await expect(step).rejects.toMatchObject({ code: 'device-lost' });
		await expect(gpu.lost).resolves.toContain('destroyed');
		await expect(gpu.step([9], never)).rejects.toMatchObject({ code: 'device-lost' });
	});
});
