import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStreamingHash } from './hash-thread.ts';

/** A thread that starts, and then answers nothing, as one does whose read never ends. */
class SilentWorker {
	onmessage: ((event: { data: unknown }) => void) | null = null;
	onerror: ((event: { message: string }) => void) | null = null;
	readonly postMessage = vi.fn();
	readonly terminate = vi.fn();

	constructor() {
		setTimeout(() => this.onmessage?.({ data: { call: 0 } }));
	}
}

beforeEach(() => vi.stubGlobal('Worker', SilentWorker));
afterEach(() => vi.unstubAllGlobals());

test('a thread that does not answer is ended, with all that waited for it', async () => {
	const worker = new SilentWorker();
	const options = { createWorker: () => worker as unknown as Worker, stallMs: 60 };
	const hash = await createStreamingHash(options);
	const other = await createStreamingHash(options);
	const stalled = { code: 'stalled', details: { waitedFor: 'hash-thread' } };
	await Promise.all([
		expect(hash.updateFromBlob(new Blob(['a']))).rejects.toMatchObject(stalled),
		expect(other.finish()).rejects.toMatchObject(stalled)
	]);
	expect(worker.terminate).toHaveBeenCalled();
});

test('where the thread does not start, hashing continues right here', async () => {
	const worker = { postMessage: vi.fn(), terminate: vi.fn() };
	const options = { createWorker: () => worker as unknown as Worker, stallMs: 60 };
	const hash = await createStreamingHash(options);
	await hash.updateFromBlob(new Blob(['abc']));
	expect(await hash.finish()).toBe(
		'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
	);
	expect(worker.terminate).toHaveBeenCalled();
});
