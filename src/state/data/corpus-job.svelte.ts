import { isAbort, toAppError, type AppError } from '#core/errors.ts';
import type { CorpusProgress } from '#protocol/corpus-api.ts';

/** Reading the corpus, as a person wants to know about it. */
export interface CorpusMeter extends CorpusProgress {
	/** Documents a second; null until there is enough to measure. */
	readonly perSecond: number | null;
	readonly remainingMs: number | null;
}

export type CorpusJobStatus =
	| { readonly kind: 'idle' }
	| { readonly kind: 'running'; readonly meter: CorpusMeter | null }
	/** Called off: only what was read by then is known. */
	| { readonly kind: 'stopped'; readonly meter: CorpusMeter | null }
	| { readonly kind: 'done'; readonly elapsedMs: number }
	| { readonly kind: 'failed'; readonly error: AppError };

const SETTLING_MS = 400;

/** One question at a time to the corpus, with progress; a newer one takes an older one's place. */
export class CorpusJob {
	status = $state.raw<CorpusJobStatus>({ kind: 'idle' });
	readonly isRunning = $derived(this.status.kind === 'running');
	readonly #now: () => number;
	#controller: AbortController | null = null;

	/** @param now milliseconds */
	constructor(now: () => number) {
		this.#now = now;
	}

	/**
	 * @param work gets a signal, and a callback for progress that says whether the question is still asked
	 */
	async run(
		work: (signal: AbortSignal, tell: (progress: CorpusProgress) => boolean) => Promise<void>
	): Promise<void> {
		this.#controller?.abort();
		const controller = new AbortController();
		this.#controller = controller;
		const startedMs = this.#now();
		let first: CorpusProgress | null = null;
		this.status = { kind: 'running', meter: null };
		const tell = (progress: CorpusProgress): boolean => {
			if (this.#controller !== controller) return false;
			first ??= progress;
			const meter = measure(progress, first, this.#now() - startedMs);
			this.status = { kind: 'running', meter };
			return true;
		};
		try {
			await work(controller.signal, tell);
			if (this.#controller !== controller) return;
			this.status = { kind: 'done', elapsedMs: this.#now() - startedMs };
		} catch (error) {
			if (this.#controller !== controller) return;
			this.status = isAbort(error)
				? { kind: 'stopped', meter: this.status.kind === 'running' ? this.status.meter : null }
				: { kind: 'failed', error: toAppError(error) };
		}
	}

	/** Calls off; what was found by then stays. */
	stop(): void {
		this.#controller?.abort();
	}

	/** Calls off and forgets. */
	clear(): void {
		this.#controller?.abort();
		this.#controller = null;
		this.status = { kind: 'idle' };
	}
}

function measure(
	{ readDocuments, totalDocuments }: CorpusProgress,
	first: CorpusProgress,
	elapsedMs: number
): CorpusMeter {
	const read = readDocuments - first.readDocuments;
	const isSettled = elapsedMs >= SETTLING_MS && read > 0;
	const perSecond = isSettled ? (read / elapsedMs) * 1000 : null;
	const remainingMs =
		perSecond === null ? null : ((totalDocuments - readDocuments) / perSecond) * 1000;
	return { readDocuments, totalDocuments, perSecond, remainingMs };
}
