import { isAbort, toAppError, type AppError } from '#core/errors.ts';

interface Failed {
	readonly kind: 'failed';
	readonly error: AppError;
}

/** Cancelled, and it gave no answer. */
interface Stopped {
	readonly kind: 'stopped';
	/** What it threw; rarely worth telling. */
	readonly error: AppError;
}

type Answer<T> = { readonly kind: 'done'; readonly value: T } | Failed;

/** `P`: how far the work is, in whatever terms it has. */
export type TaskStatus<T, P> =
	{ readonly kind: 'idle' } | { readonly kind: 'running'; readonly progress: P } | Answer<T>;

/** How one run of the work ended. */
export type Outcome<T> =
	| Answer<T>
	| Stopped
	/** A newer run took its place, or it was cleared: its answer is nobody's any more. */
	| { readonly kind: 'dropped' };

/**
 * @param tell says how far the work is
 * @returns of `tell`: false when nobody waits for this run any more
 */
export type Work<T, P> = (signal: AbortSignal, tell: (progress: P) => boolean) => Promise<T>;

/** What a thrown error says of the work: that it failed, or only that it was cancelled. */
export function failureOf(error: unknown): Failed | Stopped {
	return { kind: isAbort(error) ? 'stopped' : 'failed', error: toAppError(error) };
}

/** Work whose errors are nobody's concern any more once it is cancelled. */
export function quietOnceStopped<T, P>(work: Work<T, P>): Work<T, P> {
	return async (signal, tell) => {
		try {
			return await work(signal, tell);
		} catch (error) {
			signal.throwIfAborted();
			throw error;
		}
	};
}

/**
 * One piece of work at a time, with a status to show. A newer run calls an older one off, and whatever
 * the older one still says is dropped here, so that nobody else has to ask whether an answer is stale.
 */
export class Task<T = void, P = null> {
	#status = $state.raw<TaskStatus<T, P>>({ kind: 'idle' });
	readonly isRunning = $derived(this.#status.kind === 'running');
	/** How far the work is; null when none is under way. */
	readonly progress = $derived(this.#status.kind === 'running' ? this.#status.progress : null);
	readonly error = $derived(this.#status.kind === 'failed' ? this.#status.error : null);
	#current: AbortController | null = null;

	get status(): TaskStatus<T, P> {
		return this.#status;
	}

	/**
	 * Never rejects. Work that was cancelled and answers all the same, with what it has, is done.
	 *
	 * @param take gets the answer in the same breath as the status, so that nothing comes between them
	 */
	async run(
		first: P,
		work: Work<T, P>,
		take: (value: T) => void = () => undefined
	): Promise<Outcome<T>> {
		this.#current?.abort();
		const own = new AbortController();
		this.#current = own;
		this.#status = { kind: 'running', progress: first };
		const tell = (progress: P): boolean => {
			if (own !== this.#current) return false;
			this.#status = { kind: 'running', progress };
			return true;
		};
		try {
			const value = await work(own.signal, tell);
			if (own !== this.#current) return { kind: 'dropped' };
			take(value);
			return this.#settle({ kind: 'done', value });
		} catch (error) {
			if (own !== this.#current) return { kind: 'dropped' };
			const end = failureOf(error);
			if (end.kind === 'failed') return this.#settle(end);
			this.clear();
			return end;
		}
	}

	/** Cancels what is under way, and waits for how it ends. */
	stop(): void {
		this.#current?.abort();
	}

	/** Forgets how the last run ended; what is under way is cancelled and ends by itself. */
	dismiss(): void {
		if (this.isRunning) this.stop();
		else this.clear();
	}

	/** Cancels, and forgets at once: idle, whatever is still said. */
	clear(): void {
		this.#current?.abort();
		this.#current = null;
		this.#status = { kind: 'idle' };
	}

	#settle(answer: Answer<T>): Answer<T> {
		this.#current = null;
		this.#status = answer;
		return answer;
	}
}
