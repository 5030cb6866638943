/** What verifying found out about single tokens, in words. */
import { causeOf, isDraw } from '#core/verification/checked-token.ts';
import type { CheckedToken, Tolerance } from '#core/verification/checked-token.ts';
import type { VerifyResult } from '#protocol/worker-api.ts';
import { formatNats, formatNumber } from '../format.ts';
import { withVisibleBlanks } from '../token-words.ts';

/** How the recorded token fares against the draw, in a few words. */
export function fate(token: CheckedToken): string {
	if (token.forced) return 'fixed, not drawn';
	if (isDraw(token)) return 'as drawn';
	return token.shortfall === Infinity
		? 'dropped by the filters'
		: `loses by ${formatNats(token.shortfall)}`;
}

/** Which recorded number noise does not explain; empty if all do. */
export function oddNumber(token: CheckedToken, tolerance: Tolerance): string {
	const cause = causeOf({ ...token, shortfall: 0 }, tolerance);
	if (cause === 'probability') return `recorded logprob off by ${apart(token.logprobDifference)}`;
	if (cause === 'number') return 'another recorded number does not match';
	if (cause !== 'margin') return '';
	return Number.isFinite(token.marginDifference ?? 0)
		? `recorded margin off by ${apart(token.marginDifference)}`
		: 'recorded margin is wrong: no rival on one side';
}

/** A recorded number minus the local one, in words. */
export function apart(difference: number | null): string {
	if (difference === null) return 'not recorded';
	return Number.isFinite(difference) ? formatNats(Math.abs(difference)) : 'no rival on one side';
}

/**
 * One sentence on the first token that is not the draw; null when every token is, and when the
 * verdict's own sentence is about that token.
 */
export function firstDisagreement({
	tokens,
	texts,
	tolerance,
	verdict
}: VerifyResult): string | null {
	const position = tokens.findIndex((token) => !isDraw(token));
	const token = tokens[position];
	if (token === undefined) return null;
	if (verdict.verdict === 'diverged') {
		const { cause, position: refuted } = verdict.evidence;
		if (cause === 'token' && refuted === position) return null;
	}
	if (verdict.verdict === 'cannot-tell' && verdict.evidence.position === position) return null;
	const at = formatNumber(position + 1);
	const piece = withVisibleBlanks(texts[position]?.piece ?? '');
	const drawn = withVisibleBlanks(texts[position]?.drawnPiece ?? '');
	return `${lossAt(at, piece, drawn, token.shortfall)} ${
		causeOf(token, tolerance) !== 'token'
			? 'A rounding difference explains this.'
			: 'This run was not made with these weights, settings or seed.'
	}`;
}

function lossAt(at: string, piece: string, drawn: string, shortfall: number): string {
	return shortfall === Infinity
		? `First difference at token ${at}: the file says “${piece}”, which the filters drop here; this seed draws “${drawn}”.`
		: `First difference at token ${at}: the file says “${piece}”, this seed draws “${drawn}”.`;
}
