/** How predictable a sentence is to a masked language model. */
import { exp } from '../sampling/exp-ln.ts';
import type { FillMaskAnswer } from './schema.ts';

export interface PseudoLikelihood {
	/** Sum of the hidden tokens' logprobs, in nats. */
	readonly logLikelihood: number;
	/** How many tokens were hidden. */
	readonly tokens: number;
	/** e to the mean of the negative logprobs. */
	readonly perplexity: number;
}

/**
 * Pseudo-log-likelihood of a sentence whose tokens were hidden one at a time (Salazar et al.,
 * "Masked Language Model Scoring", ACL 2020).
 *
 * @returns null when the text itself has a mask somewhere, or nothing was hidden
 */
export function pseudoLikelihood(
	answers: readonly Pick<FillMaskAnswer, 'original'>[]
): PseudoLikelihood | null {
	let logLikelihood = 0;
	for (const { original } of answers) {
		if (original === null) return null;
		logLikelihood += original.logprob;
	}
	const tokens = answers.length;
	return tokens === 0 ? null : { logLikelihood, tokens, perplexity: exp(-logLikelihood / tokens) };
}
