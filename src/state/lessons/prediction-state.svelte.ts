import { shareOf, type ScoredText } from '#core/scoring/scored-text.ts';
import type { ModelState } from '../model/model-state.svelte.ts';
import { Task } from '../page/task.svelte.ts';

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
	readonly task = new Task<readonly ScoredText[]>();

	readonly #model: ModelState;

	constructor(model: ModelState) {
		this.#model = model;
	}

	/** @param ends exactly as they would follow `prompt`; their probability is that of all their tokens */
	async ask(prompt: string, ends: readonly string[]): Promise<void> {
		const texts = [prompt, ...ends.map((end) => prompt + end)].map((text) => ({ given: '', text }));
		const request = { texts, alternatives: LIKELIEST };
		await this.task.run(
			null,
			(signal) => this.#model.analyse('score', request, signal, () => undefined),
			([before, ...after]) => {
				if (before === undefined) return;
				this.shares = after.map((text) => shareOf(text, before.tokens.length));
				this.likeliest = likeliestAt(after[0], before.tokens.length);
			}
		);
	}

	stop(): void {
		this.task.stop();
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
