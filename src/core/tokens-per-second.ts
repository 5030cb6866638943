/**
 * The pace of writing. The first token is left out: the wait for it is the reading of the prompt.
 *
 * @param tokens how many were written, the first one included
 * @param afterFirstMs time since the first one
 * @returns null while nothing can be said
 */
export function tokensPerSecond(tokens: number, afterFirstMs: number): number | null {
	return afterFirstMs > 0 ? ((tokens - 1) * 1000) / afterFirstMs : null;
}
