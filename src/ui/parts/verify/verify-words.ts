/** What verifying found out, token by token, in words and colour. */
import { causeOf, type CheckedToken, type Tolerance } from '#core/verification/checked-token.ts';
import type { VerifyResult } from '#protocol/worker-api.ts';
import { formatNats } from '#words/format.ts';
import { withVisibleBlanks, type HeatLevel, type TokenCheck } from '../tokens/token-words.ts';

function isDraw({ id, drawId }: CheckedToken): boolean {
	return id === drawId;
}

/** How many times over what noise explains: the largest of shortfall, logprob and margin. */
function excess(token: CheckedToken, tolerance: Tolerance): number {
	return Math.max(
		token.shortfall / tolerance.shortfall,
		Math.abs(token.logprobDifference ?? 0) / tolerance.logprob,
		Math.abs(token.marginDifference ?? 0) / tolerance.margin
	);
}

/** The draw, up to a tenth of what noise explains, all of it, above it, far above it. */
function levelOf(token: CheckedToken, tolerance: Tolerance): HeatLevel {
	if (causeOf(token, tolerance) !== null) return excess(token, tolerance) <= 10 ? 3 : 4;
	if (isDraw(token)) return 0;
	return token.shortfall <= tolerance.shortfall / 10 ? 1 : 2;
}

/** How the recorded token fares against the draw, in a few words. */
export function fate(token: CheckedToken): string {
	if (token.forced) return 'set, not drawn';
	if (isDraw(token)) return 'the draw';
	return token.shortfall === Infinity
		? 'is dropped by the filters'
		: `loses by ${formatNats(token.shortfall)}`;
}

/** Which recorded number noise does not explain; empty when there is none. */
export function oddNumber(token: CheckedToken, tolerance: Tolerance): string {
	const cause = causeOf({ ...token, shortfall: 0 }, tolerance);
	if (cause === 'probability') return `recorded logprob off by ${apart(token.logprobDifference)}`;
	if (cause !== 'margin') return '';
	const isOff = Number.isFinite(token.marginDifference ?? 0) ? 'off by' : 'is wrong:';
	return `recorded margin ${isOff} ${apart(token.marginDifference)}`;
}

/** A recorded number minus the local one, in words. */
export function apart(difference: number | null): string {
	if (difference === null) return 'not recorded';
	return Number.isFinite(difference) ? formatNats(Math.abs(difference)) : 'no rival on one side';
}

export function checksOf({ tokens, tolerance }: VerifyResult): TokenCheck[] {
	return tokens.map((token) => ({
		level: levelOf(token, tolerance),
		words: [isDraw(token) ? '' : fate(token), oddNumber(token, tolerance)]
			.filter((words) => words !== '')
			.join('; ')
	}));
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
	const piece = withVisibleBlanks(texts[position]?.piece ?? '');
	const drawn = withVisibleBlanks(texts[position]?.drawnPiece ?? '');
	const cause =
		token.shortfall <= tolerance.shortfall
			? 'numeric noise'
			: 'this run was not made with these weights, settings or seed';
	const place = `First other choice, at token ${(position + 1).toString()}`;
	return `${place}: drawn here is “${drawn}”, and the recorded “${piece}” ${fate(token)}: ${cause}.`;
}
