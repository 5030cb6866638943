/** What verifying found out, token by token, in colour and, for those who hear it, in words. */
import { causeOf, isDraw } from '#core/verification/checked-token.ts';
import type { CheckedToken, Tolerance } from '#core/verification/checked-token.ts';
import type { VerifyResult } from '#protocol/worker-api.ts';
import { fate, oddNumber } from '#words/verdicts/verify-words.ts';
import type { HeatLevel, TokenCheck } from '../tokens/token-heat.ts';

/** How many times over what noise explains: the largest of shortfall, logprob and margin. */
function excess(token: CheckedToken, tolerance: Tolerance): number {
	const { shortfall, margin } = token.limits ?? tolerance;
	return Math.max(
		times(token.shortfall, shortfall),
		times(Math.abs(token.logprobDifference ?? 0), tolerance.logprob),
		times(Math.abs(token.marginDifference ?? 0), margin)
	);
}

/** Where noise explains nothing, everything is beyond it. */
function times(value: number, most: number): number {
	return value === 0 ? 0 : value / most;
}

/** The draw, up to a tenth of what noise explains, all of it, above it, far above it. */
function levelOf(token: CheckedToken, tolerance: Tolerance): HeatLevel {
	if (causeOf(token, tolerance) !== null) return excess(token, tolerance) <= 10 ? 3 : 4;
	if (isDraw(token)) return 0;
	return token.shortfall <= tolerance.shortfall / 10 ? 1 : 2;
}

export function checksOf({ tokens, tolerance }: VerifyResult): TokenCheck[] {
	return tokens.map((token) => ({
		level: levelOf(token, tolerance),
		words: [isDraw(token) ? '' : fate(token), oddNumber(token, tolerance)]
			.filter((words) => words !== '')
			.join('; ')
	}));
}
