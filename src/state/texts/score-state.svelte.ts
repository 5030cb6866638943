import type { ScoredText } from '#core/scoring/scored-text.ts';
import type { AnalysisProgress, ScoreText } from '#protocol/analysis-api.ts';
import type { ModelState } from '../model/model-state.svelte.ts';
import { Task } from '../page/task.svelte.ts';

export interface ScoreProgress {
	/** Null before the first word. */
	readonly progress: AnalysisProgress | null;
	readonly sinceMs: number;
}

export type ScoreTask = Task<readonly ScoredText[], ScoreProgress>;

/** How many of the likeliest tokens are named at each place. */
const ALTERNATIVES = 5;

/** What was scored, with the model that scored it: both may have changed on the page since. */
export interface Scores<T> {
	readonly input: T;
	readonly modelName: string;
	readonly isSprout: boolean;
	readonly texts: readonly ScoredText[];
	readonly elapsedMs: number;
}

/** Asks the model in use for its surprise at texts. */
export class ScoreState<T> {
	readonly task: ScoreTask = new Task();
	scores = $state.raw<Scores<T> | null>(null);

	readonly #model: ModelState;
	readonly #now: () => number;

	constructor(model: ModelState, now: () => number) {
		this.#model = model;
		this.#now = now;
	}

	async score(input: T, texts: readonly ScoreText[]): Promise<void> {
		if (this.task.isRunning) return;
		const { model, isSprout } = this.#model;
		const sinceMs = this.#now();
		const request = { texts, alternatives: ALTERNATIVES };
		await this.task.run(
			{ progress: null, sinceMs },
			(signal, tell) =>
				this.#model.analyse('score', request, signal, (progress) => tell({ progress, sinceMs })),
			(scored) => {
				const modelName = `${model?.name ?? ''} ${this.#model.precision?.id ?? ''}`;
				const elapsedMs = this.#now() - sinceMs;
				this.scores = { input, modelName, isSprout, texts: scored, elapsedMs };
			}
		);
	}

	stop(): void {
		this.task.stop();
	}
}
