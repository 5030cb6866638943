/** Hashes in a thread of its own, so that a download need not wait for it. */
import { AppError } from '#core/errors.ts';

import { STALL_MS, whileMoving } from '../stall-watch.ts';
import type { HashAnswer, HashRequest } from './hash-worker.ts';
import { createLocalHash, hashBlob } from './streaming-hash.ts';
import type { StreamingHash } from './streaming-hash.ts';

type Result = HashAnswer['result'];
type Call = HashRequest extends infer Request
	? Request extends HashRequest
		? Omit<Request, 'call' | 'hash'>
		: never
	: never;

interface PendingCall {
	readonly resolve: (result: Result) => void;
	readonly reject: (error: Error) => void;
}

/** The next file comes soon: starting a thread for each would cost more than keeping one. */
const IDLE_MS = 10_000;

export interface HashThreadOptions {
	/** For tests. */
	readonly createWorker?: () => Worker;
	/** How long one call, of a few megabytes, may take. */
	readonly stallMs?: number;
}

function createHashWorker(): Worker {
	return new Worker(new URL('./hash-worker.ts', import.meta.url), { type: 'module' });
}

class HashThread {
	readonly #worker: Worker;
	readonly #stallMs: number;
	readonly #onEnd: () => void;
	readonly #calls = new Map<number, PendingCall>();
	readonly #open = new Set<number>();
	#lastId = 0;
	#idle: ReturnType<typeof setTimeout> | undefined;

	/** @returns null where there are no workers here, or their script cannot be had any more */
	static async start(onEnd: () => void, options: HashThreadOptions): Promise<HashThread | null> {
		if (!('Worker' in globalThis)) return null;
		const { createWorker = createHashWorker, stallMs = STALL_MS } = options;
		const worker = createWorker();
		const ready = new Promise<HashThread>((resolve, reject) => {
			worker.onerror = ({ message }) => reject(new Error(message));
			worker.onmessage = () => resolve(new HashThread(worker, stallMs, onEnd));
		});
		try {
			return await whileMoving('hash-thread', () => ready, { stallMs });
		} catch {
			onEnd();
			worker.terminate();
			return null;
		}
	}

	private constructor(worker: Worker, stallMs: number, onEnd: () => void) {
		this.#worker = worker;
		this.#stallMs = stallMs;
		this.#onEnd = onEnd;
		worker.onmessage = ({ data }: MessageEvent<HashAnswer>) => {
			const pending = this.#calls.get(data.call);
			this.#calls.delete(data.call);
			if (data.error === undefined) pending?.resolve(data.result);
			else pending?.reject(new Error(data.error));
		};
		worker.onerror = ({ message }) =>
			this.#end(
				new AppError('stalled', `hashing ended: ${message}`, {
					details: { waitedFor: 'hash-thread' }
				})
			);
	}

	createHash(): StreamingHash {
		clearTimeout(this.#idle);
		const hash = ++this.#lastId;
		this.#open.add(hash);
		return {
			update: async (buffer, byteCount) =>
				(await this.#ask(hash, { kind: 'update', buffer, byteCount }, [buffer])) as ArrayBuffer,
			updateFromBlob: async (blob) => {
				await this.#ask(hash, { kind: 'update-from-blob', blob });
			},
			finish: async () => (await this.#ask(hash, { kind: 'finish' })) as string,
			close: () => this.#close(hash)
		};
	}

	/** One that does not answer is ended, with all its hashes: nobody waits for a thread for ever. */
	async #ask(hash: number, call: Call, transfer: Transferable[] = []): Promise<Result> {
		const answer = new Promise<Result>((resolve, reject) => {
			const id = ++this.#lastId;
			this.#calls.set(id, { resolve, reject });
			this.#worker.postMessage({ call: id, hash, ...call } satisfies HashRequest, transfer);
		});
		try {
			return await whileMoving('hash-thread', () => answer, { stallMs: this.#stallMs });
		} catch (error) {
			if (error instanceof AppError && error.code === 'stalled') this.#end(error);
			throw error;
		}
	}

	#close(hash: number): void {
		if (!this.#open.delete(hash)) return;
		this.#ask(hash, { kind: 'close' }).catch(() => undefined);
		if (this.#open.size === 0)
			this.#idle = setTimeout(
				() => this.#end(new AppError('aborted', 'no longer needed')),
				IDLE_MS
			);
	}

	#end(reason: AppError): void {
		this.#onEnd();
		this.#worker.terminate();
		for (const { reject } of this.#calls.values()) reject(reason);
		this.#calls.clear();
	}
}

let current: Promise<HashThread | null> | null = null;

/** One thread for all hashes of this page or worker; without one they are computed right here. */
export async function createStreamingHash(options: HashThreadOptions = {}): Promise<StreamingHash> {
	current ??= HashThread.start(() => (current = null), options);
	const thread = await current;
	return thread?.createHash() ?? (await createLocalHash());
}

/**
 * Hashes a Blob of any size, in that thread.
 *
 * @returns `sha256:<64 hex digits>`
 * @throws as `hashBlob`; AppError `stalled` when the thread does not answer
 */
export async function digestOfBlob(
	blob: Blob,
	signal: AbortSignal,
	onBytes?: (byteCount: number) => void
): Promise<string> {
	const hash = await createStreamingHash();
	try {
		await hashBlob(blob, hash, signal, onBytes);
		return await hash.finish();
	} finally {
		hash.close();
	}
}
