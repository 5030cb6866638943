import { isAbort, toAppError, type AppError } from '#core/errors.ts';
import { shareOf, type ScoredText } from '#core/scoring/scored-text.ts';
import type { ModelState } from '../model/model-state.svelte.ts';

/** How many of the likeliest tokens are named. */
const LIKELIEST = 5;

export interface LikelyToken {
	readonly id: number;
	readonly text: string;
	/** 0 to 1. */
	readonly share: number;
}

/** How likely a model finds each of some ends of a text. */
export class PredictionState {
	/** Of each end, 0 to 1, in the order asked; null before the model has answered. */
	shares = $state.raw<readonly number[] | null>(null);
	/** The likeliest tokens after the text, best first. */
	likeliest = $state.raw<readonly LikelyToken[]>([]);
	error = $state.raw<AppError | null>(null);

	readonly #model: ModelState;
	#stop = new AbortController();

	constructor(model: ModelState) {
		this.#model = model;
	}

	/** @param ends exactly as they would follow `prompt`; their probability is that of all their tokens */
	async ask(prompt: string, ends: readonly string[]): Promise<void> {
		this.#stop.abort();
		const stop = new AbortController();
		this.#stop = stop;
		this.error = null;
		try {
			const texts = [prompt, ...ends.map((end) => prompt + end)].map((text) => ({
				given: '',
				text
			}));
			const request = { texts, alternatives: LIKELIEST };
			const [before, ...after] = await this.#model.analyse(
				'score',
				request,
				stop.signal,
				() => undefined
			);
			if (stop !== this.#stop || before === undefined) return;
			this.shares = after.map((text) => shareOf(text, before.tokens.length));
			this.likeliest = likeliestAt(after[0], before.tokens.length);
		} catch (error) {
			if (stop === this.#stop && !isAbort(error)) this.error = toAppError(error);
		}
	}

	stop(): void {
		this.#stop.abort();
	}
}

function likeliestAt(text: ScoredText | undefined, place: number): LikelyToken[] {
	const alternatives = text?.tokens[place]?.score?.alternatives ?? [];
	return alternatives.map(({ id, text: piece, logprob }) => ({
		id,
		text: piece,
		share: Math.exp(logprob)
	}));
}
