/** How many tokens go through a decoder at once. */
import type { ModelSignature } from './model-signature.ts';

const MOST_LOGITS_BYTES = 64 * 1024 * 1024;
/** More gains nothing on the CPU, where an abort has to wait for the pass. */
const MOST_CHECKED_TOKENS = 64;

export interface PassPlan {
	/** While a prompt is read: 1 on the CPU, so that a run has the same bits however it was fed. */
	readonly promptTokens: number;
	/** While recorded tokens are checked. */
	readonly checkedTokens: number;
}

/** @returns lengths at which the logits of a pass never exceed 64 MB, where the graph gives all of them */
export function planPasses(
	signature: ModelSignature,
	options: { readonly vocabularySize: number; readonly tokenByToken: boolean }
): PassPlan {
	const fitting = Math.max(1, Math.floor(MOST_LOGITS_BYTES / (4 * options.vocabularySize)));
	// A graph without a cache reads the whole text in every pass: nothing can be cut.
	if (signature.cache.length === 0) return { promptTokens: Infinity, checkedTokens: Infinity };
	return {
		promptTokens: options.tokenByToken ? 1 : fitting,
		checkedTokens: Math.min(MOST_CHECKED_TOKENS, fitting)
	};
}

/** How long the next pass may be, of `left` tokens when `seen` are in the cache. */
export function nextPassLength(
	signature: ModelSignature,
	{ seen, left, most }: { readonly seen: number; readonly left: number; readonly most: number }
): number {
	if (signature.hasCacheBranch && seen > 0) return 1;
	return Math.min(left, most);
}
