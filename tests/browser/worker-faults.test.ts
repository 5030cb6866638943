/** No call ever hangs, whatever happens to the worker. */
import { afterEach, expect, test } from 'vitest';
import { FILES_UNCHECKED, type CheckState } from '#client/model-check.ts';
import { WorkerClient } from '#client/worker-client.ts';
import type { LoadRequest } from '#protocol/worker-api.ts';
import { FAULT_CHANNEL, type Fault } from './faults/faulty-engine.ts';
import { generateRequest } from './sprout-request.ts';

const never = new AbortController().signal;
const ignore = () => undefined;
const timeouts = { startupMs: 10_000, abortMs: 500 };

const loadRequest: LoadRequest = {
	engine: 'onnx',
	backend: 'wasm',
	files: [{ name: 'weights', url: 'data:application/octet-stream,x', sizeBytes: 1, digest: null }],
	weightsFile: 'weights',
	runtimeUrl: ''
};

let client: WorkerClient | null = null;

afterEach(() => {
	client?.terminate();
	client = null;
});

async function faultyClient(fault: Fault): Promise<WorkerClient> {
	client = new WorkerClient(
		() =>
			new Worker(new URL('./faults/faulty-worker.ts', import.meta.url), {
				type: 'module',
				name: fault
			}),
		timeouts
	);
	const stored = fault === 'checks-for-ever' ? { files: [], stored: 'model' } : {};
	await client.load({ ...loadRequest, ...stored }, never, ignore);
	return client;
}

test('a crash rejects the call and ends the client', async () => {
	const faulty = await faultyClient('crashes');
	const run = faulty.generate(generateRequest(), never, ignore);
	await expect(run).rejects.toMatchObject({ code: 'worker-crashed' });
	expect(await faulty.dead).toMatchObject({ code: 'worker-crashed' });
	await expect(faulty.preview({ mode: 'completion', prompt: 'x' })).rejects.toMatchObject({
		code: 'worker-crashed'
	});
});

for (const fault of ['hangs', 'spins'] as const) {
	test(`a worker that ${fault} is ended after an abort, and the call counts as aborted`, async () => {
		const faulty = await faultyClient(fault);
		const controller = new AbortController();
		// An abort between two steps ends the run as it should: this one comes when nobody listens.
		const channel = new BroadcastChannel(FAULT_CHANNEL);
		channel.onmessage = () => controller.abort();
		const run = faulty.generate(generateRequest(), controller.signal, ignore);
		await expect(run).rejects.toMatchObject({ code: 'aborted' });
		channel.close();
		expect(await faulty.dead).toMatchObject({ code: 'worker-timeout' });
	});
}

/** Every state that the check of the model's files was in. */
function checkStates(of: WorkerClient): CheckState[] {
	const states: CheckState[] = [];
	of.followCheck((state) => states.push(state));
	return states;
}

test('a stop ends the wait for files that are still checked, and the worker goes on', async () => {
	const faulty = await faultyClient('checks-for-ever');
	const states = checkStates(faulty);
	const controller = new AbortController();
	const texts: string[] = [];
	const run = faulty.generate(generateRequest({ max_tokens: 2 }), controller.signal, ({ text }) =>
		texts.push(text)
	);
	await expect.poll(() => states.at(-1)?.isAwaited).toBe(true);
	expect(states.at(-1)?.progress).toEqual({ checkedBytes: 1_000, totalBytes: 2_000 });
	// It comes through a port of its own, and may be the later one.
	await expect.poll(() => texts.at(-1)).toHaveLength(2);
	controller.abort();
	await expect(run).rejects.toMatchObject({
		code: 'aborted',
		details: { reason: FILES_UNCHECKED }
	});
	expect(texts.at(-1)).toHaveLength(2);
	expect(states.at(-1)?.isAwaited).toBe(false);
	expect((await faulty.preview({ mode: 'completion', prompt: 'x' })).tokens).toHaveLength(1);
});

test('a run that was stopped while it was written can be left a second time, while files are checked', async () => {
	const faulty = await faultyClient('checks-for-ever');
	const states = checkStates(faulty);
	const controller = new AbortController();
	const request = generateRequest({ max_tokens: 5_000 });
	const run = faulty.generate(request, controller.signal, () => controller.abort());
	await expect.poll(() => states.at(-1)?.isAwaited).toBe(true);
	faulty.leaveCheck();
	await expect(run).rejects.toMatchObject({
		code: 'aborted',
		details: { reason: FILES_UNCHECKED }
	});
});

test('a late answer to an abort is waited for', async () => {
	const faulty = await faultyClient('aborts-late');
	const controller = new AbortController();
	const { output } = await faulty.generate(generateRequest(), controller.signal, () =>
		controller.abort()
	);
	expect(output.finish_reason).toBe('cancelled');
	expect((await faulty.preview({ mode: 'completion', prompt: 'x' })).tokens).toHaveLength(1);
});

test('a model whose passes take longer than an abort may is waited for, and stays', async () => {
	const faulty = await faultyClient('slow-passes');
	const controller = new AbortController();
	const request = generateRequest({ max_tokens: 50 });
	// In the middle of a pass.
	const { output } = await faulty.generate(request, controller.signal, () => {
		setTimeout(() => controller.abort(), 50);
	});
	expect(output.finish_reason).toBe('cancelled');
	expect((await faulty.preview({ mode: 'completion', prompt: 'x' })).tokens).toHaveLength(1);
});

test('a lost device rejects the call and ends the client', async () => {
	const faulty = await faultyClient('loses-device');
	const run = faulty.generate(generateRequest(), never, ignore);
	await expect(run).rejects.toMatchObject({ code: 'device-lost' });
	expect(await faulty.dead).toMatchObject({
		code: 'device-lost',
		message: 'destroyed on purpose'
	});
});

test('an unknown error keeps its message as unexpected, and the worker goes on', async () => {
	const faulty = await faultyClient('throws');
	const run = faulty.generate(generateRequest(), never, ignore);
	await expect(run).rejects.toMatchObject({
		name: 'AppError',
		code: 'unexpected',
		message: 'no vendor error that anybody knows'
	});
	const again = faulty.generate(generateRequest({ max_tokens: 1 }), never, ignore);
	await expect(again).resolves.toMatchObject({ output: { finish_reason: 'length' } });
});

test('terminating rejects every pending call with the reason', async () => {
	const faulty = await faultyClient('slow');
	const run = faulty.generate(generateRequest({ max_tokens: 500 }), never, () =>
		faulty.terminate()
	);
	await expect(run).rejects.toMatchObject({ code: 'aborted' });
	expect(await faulty.dead).toMatchObject({ code: 'aborted' });
});

test('nothing reaches the callback after the promise has settled', async () => {
	const faulty = await faultyClient('slow');
	const controller = new AbortController();
	let settled = false;
	let late = 0;
	const run = faulty.generate(generateRequest({ max_tokens: 500 }), controller.signal, () => {
		if (settled) late += 1;
		setTimeout(() => controller.abort(), 50);
	});
	await run;
	settled = true;
	await new Promise((resolve) => setTimeout(resolve, 200));
	expect(late).toBe(0);
});

test('a slow worker stops soon after the abort', async () => {
	const faulty = await faultyClient('slow');
	const controller = new AbortController();
	let abortedAtMs = 0;
	const { output } = await faulty.generate(
		generateRequest({ max_tokens: 500 }),
		controller.signal,
		() => {
			abortedAtMs ||= performance.now();
			controller.abort();
		}
	);
	expect(output.finish_reason).toBe('cancelled');
	expect(performance.now() - abortedAtMs).toBeLessThan(400);
});

test('a call with an aborted signal never reaches the worker', async () => {
	const faulty = await faultyClient('slow');
	const run = faulty.generate(generateRequest(), AbortSignal.abort(), ignore);
	await expect(run).rejects.toMatchObject({ code: 'aborted' });
});

test('a second model needs a second worker', async () => {
	const faulty = await faultyClient('slow');
	await expect(faulty.load(loadRequest, never, ignore)).rejects.toMatchObject({ code: 'busy' });
});

test('a worker that never gets ready is given up', async () => {
	const empty = URL.createObjectURL(new Blob([''], { type: 'text/javascript' }));
	client = new WorkerClient(() => new Worker(empty), { startupMs: 200, abortMs: 200 });
	const load = client.load(loadRequest, never, ignore);
	await expect(load).rejects.toMatchObject({ code: 'worker-timeout' });
});

test('a worker whose script is missing counts as crashed', async () => {
	client = new WorkerClient(() => new Worker('/no/such/worker.js'), timeouts);
	const load = client.load(loadRequest, never, ignore);
	await expect(load).rejects.toMatchObject({ code: 'worker-crashed' });
});
