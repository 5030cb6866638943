/**
 * The logits of one position that outlive the run: all of a small vocabulary, else the largest ones
 * and a summary of the rest. From these, `explain.ts` tells how the token was drawn.
 */
import type { Tail } from './tail.ts';

/** How many of the largest logits are kept. The token that was written is kept besides. */
export const KEPT_TOP = 256;
/** Vocabularies up to this size are kept whole: a position then takes no more than 16 kB. */
export const KEPT_WHOLE = 4096;

export interface KeptLogits {
	/** Ascending. */
	readonly ids: Uint32Array;
	/** Raw, of each id; −Infinity (impossible) only when the whole vocabulary is kept. */
	readonly logits: Float32Array;
	/** The tokens that are not kept; null when every possible token is. */
	readonly tail: Tail | null;
	readonly vocabularySize: number;
}

/** Where a token is in `ids`, or −1. */
export function keptIndex({ ids }: KeptLogits, tokenId: number): number {
	let low = 0;
	let high = ids.length - 1;
	while (low <= high) {
		const middle = (low + high) >> 1;
		const id = ids[middle] ?? 0;
		if (id === tokenId) return middle;
		if (id < tokenId) low = middle + 1;
		else high = middle - 1;
	}
	return -1;
}
