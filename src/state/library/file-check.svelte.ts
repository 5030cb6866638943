import { SvelteMap } from 'svelte/reactivity';
import type { AppError } from '#core/errors.ts';
import { TransferRate } from '#storage/weights/transfer-rate.ts';
import { verifyModel, type FileCheck } from '#storage/weights/verify-model.ts';
import type { WeightStore } from '#storage/weights/weight-store.ts';
import { failureOf } from '../page/task.svelte.ts';

export type CheckStatus =
	| {
			readonly kind: 'running';
			readonly checkedBytes: number;
			readonly totalBytes: number;
			/** Both null until there is enough to judge by. */
			readonly bytesPerSecond: number | null;
			readonly remainingSeconds: number | null;
	  }
	| { readonly kind: 'done'; readonly files: readonly FileCheck[] }
	| { readonly kind: 'failed'; readonly error: AppError };

/** Reads stored models back, byte by byte; several may be under way, and each can be cancelled. */
export class FileChecks {
	readonly #store: WeightStore;
	/** Milliseconds; only differences count. */
	readonly #now: () => number;
	readonly #status = new SvelteMap<string, CheckStatus>();
	/** Not shown: what calls a check off. */
	// eslint-disable-next-line svelte/prefer-svelte-reactivity
	readonly #running = new Map<string, AbortController>();

	constructor(store: WeightStore, now: () => number) {
		this.#store = store;
		this.#now = now;
	}

	get(modelId: string): CheckStatus | undefined {
		return this.#status.get(modelId);
	}

	/** Compares every file with its digest. Never rejects. */
	async run(modelId: string): Promise<void> {
		if (this.#running.has(modelId)) return;
		const stop = new AbortController();
		this.#running.set(modelId, stop);
		const rate = new TransferRate();
		const onProgress = (checkedBytes: number, totalBytes: number): void => {
			if (stop.signal.aborted) return;
			const now = this.#now();
			rate.note(checkedBytes, now);
			this.#status.set(modelId, {
				kind: 'running',
				checkedBytes,
				totalBytes,
				bytesPerSecond: rate.bytesPerSecond(now),
				remainingSeconds: rate.remainingSeconds(totalBytes - checkedBytes, now)
			});
		};
		onProgress(0, 0);
		try {
			const files = await verifyModel(this.#store, modelId, {
				signal: stop.signal,
				onChecked: onProgress
			});
			this.#status.set(modelId, { kind: 'done', files });
		} catch (error) {
			const end = failureOf(error);
			if (stop.signal.aborted || end.kind === 'stopped') this.#status.delete(modelId);
			else this.#status.set(modelId, end);
		}
		this.#running.delete(modelId);
	}

	stop(modelId: string): void {
		this.#running.get(modelId)?.abort();
	}

	/** Shows why something else about the model failed. */
	fail(modelId: string, error: AppError): void {
		this.#status.set(modelId, { kind: 'failed', error });
	}

	/** Forgets what a check found; one that is under way continues. */
	forget(modelId: string): void {
		if (!this.#running.has(modelId)) this.#status.delete(modelId);
	}
}
