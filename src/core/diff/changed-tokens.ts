import { alignTokens } from './align-tokens.ts';

/** For each token of a text: whether it has no counterpart in the text before. */
export function changedTokens(before: readonly number[], now: readonly number[]): boolean[] {
	const changed = now.map(() => true);
	for (const { kind, b } of alignTokens(before, now)) {
		if (kind === 'same') changed.fill(false, ...b);
	}
	return changed;
}
