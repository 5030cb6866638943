/** A text with the probability that a model gave to each of its tokens, and what follows from them. */
import { exp, ln } from '../sampling/exp-ln.ts';

export const LN2 = ln(2);

export interface ScoredToken {
	readonly id: number;
	readonly text: string;
	/** What was said of it; null for what was given, and for a token with nothing before it. */
	readonly score: TokenScore | null;
}

export interface TokenScore {
	/** ln of the probability that the model gave to this token, in nats. */
	readonly logprob: number;
	/** 1 is the likeliest. */
	readonly rank: number;
	/** Of the distribution that it was drawn from, in nats. */
	readonly entropy: number;
	/** The likeliest tokens at this place, best first. */
	readonly alternatives: readonly {
		readonly id: number;
		readonly text: string;
		readonly logprob: number;
	}[];
}

export interface ScoredText {
	readonly tokens: readonly ScoredToken[];
	/** Bytes of the scored text as UTF-8. */
	readonly byteCount: number;
}

export interface ScoreSummary {
	/** How many tokens have a score. */
	readonly count: number;
	/** Sum of their log-probabilities, in nats. */
	readonly logprob: number;
	/** Mean surprise a token, in bits; NaN when nothing was scored. */
	readonly bitsPerToken: number;
	/** All surprise over the text's bytes: the figure to compare models with different tokenizers. */
	readonly bitsPerByte: number;
	/** e to the mean negative log-probability: as unsure as among so many equally likely tokens. */
	readonly perplexity: number;
}

/** Nats to bits: one bit more is half as likely. */
export function bits(nats: number): number {
	return nats / LN2;
}

export function summarize({ tokens, byteCount }: ScoredText): ScoreSummary {
	const scores = tokens.flatMap(({ score }) => (score === null ? [] : [score.logprob]));
	const logprob = scores.reduce((sum, value) => sum + value, 0);
	const mean = -logprob / scores.length;
	return {
		count: scores.length,
		logprob,
		bitsPerToken: bits(mean),
		bitsPerByte: bits(-logprob) / byteCount,
		perplexity: exp(mean)
	};
}

/**
 * The probability of the tokens from `place` on, given those before them: 0 to 1.
 *
 * @param place index of the first token that counts; a text with no token there has probability 1
 */
export function shareOf({ tokens }: ScoredText, place: number): number {
	const logprob = tokens.slice(place).reduce((sum, { score }) => sum + (score?.logprob ?? 0), 0);
	return exp(logprob);
}
