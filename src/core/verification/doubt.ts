/** What keeps a claim that nothing refutes from being upheld. */
import type { RunEnd } from './run-end.ts';
import type { CannotTellEvidence, Circumstances, Doubt, Verdict } from './verdict.ts';

/** How many tokens were compared, and how many of them are the draw. */
export type Compared = Pick<CannotTellEvidence, 'comparedTokens' | 'exactTokens'>;

/** A doubt that no number can take away; null if missing. @param isDrawn at least one token */
export function doubtBeforeNumbers(isDrawn: boolean, end: RunEnd): Doubt | null {
	if (!isDrawn) return 'nothing-drawn';
	return end.kind === 'unexplained' ? 'end' : null;
}

/** @param about where it is in doubt, and by how much */
export function cannotTell(
	doubt: Doubt,
	compared: Compared,
	circumstances: Required<Circumstances>,
	about: Omit<Partial<CannotTellEvidence>, keyof Circumstances> = {}
): Verdict {
	const evidence = { doubt, ...compared, position: null, ...circumstances, ...about };
	return { verdict: 'cannot-tell', evidence };
}
