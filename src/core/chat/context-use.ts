/** What the length of a prompt means for its answer. */
export type ContextUse =
	/** The longest answer that is allowed has room. */
	| { readonly kind: 'ample' }
	/** The answer ends after `room` tokens, if it has not ended before. */
	| { readonly kind: 'tight'; readonly room: number }
	/** The model cannot read it: `excess` tokens too many. */
	| { readonly kind: 'refused'; readonly excess: number };

/**
 * @param promptTokens of the prompt as it would be sent
 * @param contextLength how many tokens the model can hold, prompt and answer together
 * @param maxTokens the most that the answer may have
 */
export function contextUse(
	promptTokens: number,
	contextLength: number,
	maxTokens: number
): ContextUse {
	const room = contextLength - promptTokens;
	// A prompt leaves room for one token of the answer, or is refused.
	if (room < 1) return { kind: 'refused', excess: 1 - room };
	return room < maxTokens ? { kind: 'tight', room } : { kind: 'ample' };
}
