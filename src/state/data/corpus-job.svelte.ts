import type { CorpusProgress } from '#protocol/corpus-api.ts';
import { Task, type TaskStatus, type Work } from '../page/task.svelte.ts';

/** Reading the corpus, as a person wants to know about it. */
export interface CorpusMeter extends CorpusProgress {
	/** Documents a second; null until there is enough to measure. */
	readonly perSecond: number | null;
	readonly remainingMs: number | null;
}

/** Cancelled: only what was read by then is known. */
interface StoppedJob {
	readonly kind: 'stopped';
	readonly meter: CorpusMeter | null;
}

export type CorpusJobStatus = TaskStatus<void, CorpusMeter | null> | StoppedJob;

const SETTLING_MS = 400;

/** One question at a time to the corpus, with progress; a newer one takes an older one's place. */
export class CorpusJob {
	readonly #task = new Task<void, CorpusMeter | null>();
	readonly isRunning = $derived(this.#task.isRunning);
	readonly status = $derived.by((): CorpusJobStatus => {
		const { status } = this.#task;
		if (status.kind === 'idle' && this.#stoppedAt !== null) return this.#stoppedAt;
		return status;
	});
	#stoppedAt = $state.raw<StoppedJob | null>(null);
	readonly #now: () => number;

	/** @param now milliseconds */
	constructor(now: () => number) {
		this.#now = now;
	}

	/**
	 * @param work gets a signal, and a callback for progress that says whether the question is still asked
	 */
	async run(work: Work<void, CorpusProgress>): Promise<void> {
		const startedMs = this.#now();
		let first: CorpusProgress | null = null;
		let meter: CorpusMeter | null = null;
		this.#stoppedAt = null;
		const { kind } = await this.#task.run(null, (signal, tell) =>
			work(signal, (progress) => {
				first ??= progress;
				meter = measure(progress, first, this.#now() - startedMs);
				return tell(meter);
			})
		);
		if (kind === 'stopped') this.#stoppedAt = { kind, meter };
	}

	/** Cancels; what was found by then stays. */
	stop(): void {
		this.#task.stop();
	}

	/** Cancels and forgets. */
	clear(): void {
		this.#task.clear();
		this.#stoppedAt = null;
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
