/** The check of a model that is in use already, and who wants to know how far it has come. */
import type { CheckProgress } from '#protocol/worker-api.ts';
import type { FetchedModel } from './load-model.ts';

const PROGRESS_INTERVAL_MS = 100;

type Listener = (progress: CheckProgress) => void;

export class ModelCheck {
	readonly #done: Promise<void>;
	#listener: Listener = () => undefined;
	#last: CheckProgress | null = null;
	#toldMs = -Infinity;

	/** Begins at once, and goes on for as long as the worker lives. */
	constructor(checkRest: FetchedModel['checkRest']) {
		const { signal } = new AbortController();
		const onProgress = (checkedBytes: number, totalBytes: number): void => {
			this.#last = { checkedBytes, totalBytes };
			const now = performance.now();
			if (now - this.#toldMs < PROGRESS_INTERVAL_MS && checkedBytes < totalBytes) return;
			this.#toldMs = now;
			this.#listener(this.#last);
		};
		this.#done = checkRest?.({ signal, onProgress }) ?? Promise.resolve();
		this.#done.catch(() => undefined); // `follow` tells.
	}

	/** @throws AppError as `WorkerApi.whenChecked` */
	follow(listener: Listener): Promise<void> {
		this.#listener = listener;
		if (this.#last !== null) listener(this.#last);
		return this.#done;
	}
}
