import type { TokenTrace } from '#core/run-file/schema.ts';

/**
 * Where a text surprised its model most.
 *
 * @param setCount how many of the first tokens were set by hand, which nobody chose
 * @returns an index; null where no chosen token has a text
 */
export function mostSurprising(tokens: readonly TokenTrace[], setCount: number): number | null {
	let most: number | null = null;
	for (const [index, { text, logprob }] of tokens.entries()) {
		if (index < setCount || text.trim() === '') continue;
		if (most === null || logprob < (tokens[most]?.logprob ?? 0)) most = index;
	}
	return most;
}
