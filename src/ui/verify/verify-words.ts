/** What verifying found out, token by token, in words and colour. */
import type { CheckedToken } from '#core/verification/verify.ts';
import type { VerifyResult } from '#protocol/worker-api.ts';
import { formatNats } from '../format.ts';
import { withVisibleBlanks, type HeatLevel, type TokenCheck } from '../tokens/token-words.ts';

function isDraw({ id, drawId }: CheckedToken): boolean {
	return id === drawId;
}

/** Up to a tenth of tau, up to tau, above it, far above it. */
function levelOf(token: CheckedToken, tau: number): HeatLevel {
	if (isDraw(token)) return 0;
	if (token.shortfall <= tau) return token.shortfall <= tau / 10 ? 1 : 2;
	return token.shortfall <= 10 * tau ? 3 : 4;
}

/** How the recorded token fares against the draw, in a few words. */
export function fate(token: CheckedToken): string {
	if (token.forced) return 'set, not drawn';
	if (isDraw(token)) return 'the draw';
	return token.shortfall === Infinity
		? 'is dropped by the filters'
		: `loses by ${formatNats(token.shortfall)}`;
}

export function checksOf({ tokens, tau }: VerifyResult): TokenCheck[] {
	return tokens.map((token) => ({
		level: levelOf(token, tau),
		words: isDraw(token) ? '' : fate(token)
	}));
}

/**
 * One sentence on the first token that is not the draw; null when every token is, and when the
 * verdict's own sentence is about that token.
 */
export function firstDisagreement({ tokens, texts, tau, verdict }: VerifyResult): string | null {
	const position = tokens.findIndex((token) => !isDraw(token));
	const token = tokens[position];
	if (token === undefined) return null;
	if (verdict.verdict === 'diverged' && verdict.evidence.position === position) return null;
	const piece = withVisibleBlanks(texts[position]?.piece ?? '');
	const drawn = withVisibleBlanks(texts[position]?.drawnPiece ?? '');
	const cause =
		token.shortfall <= tau
			? 'numeric noise'
			: 'this run was not made with these weights, settings or seed';
	const place = `First disagreement, at token ${(position + 1).toString()}`;
	return `${place}: drawn here is “${drawn}”, and the recorded “${piece}” ${fate(token)}: ${cause}.`;
}
