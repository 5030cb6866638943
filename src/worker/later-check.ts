/** The check of a model that is in use already, and who wants to know how far it has come. */
import type { CheckProgress } from '#protocol/worker-api.ts';
import type { FetchedModel } from './load-model.ts';
import { paced } from './paced.ts';

type Listener = (progress: CheckProgress) => void;

export class ModelCheck {
	readonly #done: Promise<void>;
	#listener: Listener = () => undefined;
	#last: CheckProgress | null = null;

	/** Begins at once, and continues for as long as the worker lives. */
	constructor(checkRest: FetchedModel['checkRest']) {
		const { signal } = new AbortController();
		const tell = paced((progress: CheckProgress) => this.#listener(progress));
		const onProgress = (checkedBytes: number, totalBytes: number): void => {
			this.#last = { checkedBytes, totalBytes };
			tell(this.#last, checkedBytes >= totalBytes);
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
