import { isAbort, toAppError, type AppError } from '#core/errors.ts';
import type { ScoredText } from '#core/scoring/scored-text.ts';
import type { AnalysisProgress, ScoreText } from '#protocol/analysis-api.ts';
import type { ModelState } from '../model/model-state.svelte.ts';

export type ScoreStatus =
	| { readonly kind: 'idle' }
	| {
			readonly kind: 'scoring';
			readonly progress: AnalysisProgress | null;
			readonly sinceMs: number;
	  }
	| { readonly kind: 'failed'; readonly error: AppError };

/** How many of the likeliest tokens are named at each place. */
const ALTERNATIVES = 5;

/** What was scored, with the model that scored it: both may have changed on the page since. */
export interface Scores<T> {
	readonly input: T;
	readonly modelName: string;
	readonly texts: readonly ScoredText[];
	readonly elapsedMs: number;
}

/** Asks the model in use for its surprise at texts. */
export class ScoreState<T> {
	status = $state.raw<ScoreStatus>({ kind: 'idle' });
	scores = $state.raw<Scores<T> | null>(null);
	readonly isBusy = $derived(this.status.kind === 'scoring');

	readonly #model: ModelState;
	readonly #now: () => number;
	#stop = new AbortController();

	constructor(model: ModelState, now: () => number) {
		this.#model = model;
		this.#now = now;
	}

	async score(input: T, texts: readonly ScoreText[]): Promise<void> {
		if (this.isBusy) return;
		const { model } = this.#model;
		const stop = new AbortController();
		this.#stop = stop;
		const sinceMs = this.#now();
		this.status = { kind: 'scoring', progress: null, sinceMs };
		try {
			const request = { texts, alternatives: ALTERNATIVES };
			const scored = await this.#model.analyse('score', request, stop.signal, (progress) => {
				if (stop === this.#stop) this.status = { kind: 'scoring', progress, sinceMs };
			});
			if (stop !== this.#stop) return;
			const modelName = `${model?.name ?? ''} ${this.#model.precision?.id ?? ''}`;
			this.scores = { input, modelName, texts: scored, elapsedMs: this.#now() - sinceMs };
			this.status = { kind: 'idle' };
		} catch (error) {
			if (stop !== this.#stop) return;
			this.status = isAbort(error)
				? { kind: 'idle' }
				: { kind: 'failed', error: toAppError(error) };
		}
	}

	stop(): void {
		this.#stop.abort();
	}
}
