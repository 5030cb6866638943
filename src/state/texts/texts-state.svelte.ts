import { TokenizerClient } from '#client/tokenizer-client.ts';
import type { TextPair } from '#core/scoring/pairs.ts';
import type { ScoreText } from '#protocol/analysis-api.ts';
import type { ModelState } from '../model/model-state.svelte.ts';
import { ScoreState } from './score-state.svelte.ts';
import { TokensState } from './tokens-state.svelte.ts';

export interface PairsInput {
	readonly given: string;
	readonly pairs: readonly TextPair[];
}

/** What is being worked on in the views of texts: it stays while other views are open. */
export class TextsState {
	given = $state('');
	text = $state('');
	/** A pair a line. */
	pairs = $state('');
	readonly score: ScoreState<ScoreText>;
	readonly pairScores: ScoreState<PairsInput>;
	readonly tokens: TokensState;

	constructor(model: ModelState, baseUrl: string) {
		const now = () => performance.now();
		this.score = new ScoreState(model, now);
		this.pairScores = new ScoreState(model, now);
		this.tokens = new TokensState(model, new TokenizerClient(), baseUrl);
	}

	scoreText(): Promise<void> {
		const input = { given: this.given, text: this.text };
		return this.score.score(input, [input]);
	}

	/** The scored texts come in turns: first text and second text of each pair. */
	scorePairs(pairs: readonly TextPair[]): Promise<void> {
		const { given } = this;
		const texts = pairs.flatMap(({ a, b }) => [
			{ given, text: a },
			{ given, text: b }
		]);
		return this.pairScores.score({ given, pairs }, texts);
	}
}
