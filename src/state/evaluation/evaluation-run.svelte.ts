import { AppError } from '#core/errors.ts';
import type { Answered, Asked } from '#core/evaluation/requests.ts';
import type { EvaluationStore, StoredEvaluation } from '#storage/evaluation-store.ts';
import { Task } from '../page/task.svelte.ts';
import { BatchPace } from './batch-pace.ts';

export interface EvaluationProgress {
	readonly done: number;
	readonly total: number;
	/** Documents a second, lately; null before the first ones. */
	readonly rate: number | null;
	/** Milliseconds, at that rate; null before the first ones. */
	readonly remainingMs: number | null;
}

/** The model in use, as evaluations ask it. */
export interface EvaluatedModel {
	readonly digest: string;
	/** @throws AppError as `WorkerApi.analyse` */
	ask(asked: readonly Asked[], signal: AbortSignal): Promise<readonly Answered[]>;
}

/**
 * Asks about one document after another. Answers go to the store as they come, and none is kept in memory: after
 * a pause, a reload or a crash it continues with the first document that has no answer yet.
 */
export class EvaluationRun {
	readonly task: Task<StoredEvaluation, EvaluationProgress> = new Task();

	readonly #store: EvaluationStore;
	readonly #now: () => number;

	constructor(store: EvaluationStore, now: () => number) {
		this.#store = store;
		this.#now = now;
	}

	/**
	 * Begins, or continues. How it ends is in `task`: `model-unknown` when another model began it, `busy` when
	 * another tab continues it, and what the model or the store throw.
	 */
	async run(id: string, model: EvaluatedModel): Promise<void> {
		if (this.task.isRunning) return;
		const first = { done: 0, total: 0, rate: null, remainingMs: null };
		await this.task.run(first, async (signal, tell) => {
			const evaluation = await this.#store.get(id);
			if (evaluation === undefined) throw new AppError('unexpected', 'no such evaluation');
			if (evaluation.modelDigest !== model.digest) {
				throw new AppError('model-unknown', 'another model began this evaluation', {
					details: { model: evaluation.modelName }
				});
			}
			await this.#askAll(evaluation, model, signal, tell);
			return evaluation;
		});
	}

	pause(): void {
		this.task.stop();
	}

	async #askAll(
		{ id, total }: StoredEvaluation,
		model: EvaluatedModel,
		signal: AbortSignal,
		tell: (progress: EvaluationProgress) => boolean
	): Promise<void> {
		const pace = new BatchPace();
		let done = await this.#store.answered(id);
		tell({ done, total, ...pace.forecast(total - done) });
		while (done < total) {
			const items = await this.#store.items(id, done, pace.batch);
			if (items.length === 0) throw new AppError('storage-failed', 'documents are missing');
			const since = this.#now();
			const answers = await model.ask(
				items.map(({ asked }) => asked),
				signal
			);
			if (!(await this.#store.putAnswers(id, done, answers))) {
				throw new AppError('busy', 'another tab continues this evaluation');
			}
			pace.note(answers.length, this.#now() - since);
			done += answers.length;
			tell({ done, total, ...pace.forecast(total - done) });
			if (signal.aborted) throw new AppError('aborted', 'paused between two batches');
		}
	}
}
