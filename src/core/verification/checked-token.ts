/** What a verifier found out about one output token, and whether rounding explains it. */
import type { TokenTrace } from '../run-file/schema.ts';
import type { OddNumber } from './recorded-numbers.ts';

/** What one position's logits say about the recorded token. */
export interface CheckedToken {
	readonly id: number;
	/** Set and not drawn, so that nothing is claimed about its choice. */
	readonly forced: boolean;
	/** What is drawn here; the token itself when it was forced. */
	readonly drawId: number;
	/** Best score minus the token's, in nats: 0 for the draw, Infinity for what the filters drop. */
	readonly shortfall: number;
	/** Numeric noise at a filter's edge was counted in the claim's favour. */
	readonly atEdge: boolean;
	/** Best minus second best score here, in nats; null when nothing else was left, or it was forced. */
	readonly margin: number | null;
	/**
	 * Recorded margin minus the token's lead here, in nats; ±Infinity when only one side has a second
	 * token; null when none was recorded.
	 */
	readonly marginDifference: number | null;
	/** ln softmax(raw logits) of the token, here. */
	readonly logprob: number;
	/** Recorded minus local logprob, in nats; null when none was recorded. */
	readonly logprobDifference: number | null;
	/** Whether all logits are the same bit for bit; null when no digest was recorded. */
	readonly sameBits: boolean | null;
	/** Whether every recorded number is exactly what these logits give; null unless the bits are the same. */
	readonly sameTrace: boolean | null;
	/** The first of the other recorded numbers that noise does not explain; missing when it explains all. */
	readonly oddNumber?: OddNumber;
	/** The most that noise explains of this token, where that is not what the tolerance says. */
	readonly limits?: Pick<Tolerance, 'shortfall' | 'margin'>;
}

/** Whether the recorded token is what is drawn here. */
export function isDraw({ id, drawId }: CheckedToken): boolean {
	return id === drawId;
}

/** The most that rounding explains, in nats. All of it follows from what verifies, see `toleranceOf`. */
export interface Tolerance {
	/** Of a shortfall: tau at the claim's temperature. A repetition penalty scales it, token by token. */
	readonly shortfall: number;
	/** Of a logprob's difference: tau. */
	readonly logprob: number;
	/** Of a margin's difference: two scores may move towards each other. */
	readonly margin: number;
	/**
	 * Whether recorded numbers beyond it refute a claim: only where honest noise was measured.
	 * Elsewhere nobody can tell.
	 */
	readonly numbersDecide: boolean;
	/**
	 * Whether a token that loses by less than noise is upheld by it. Not where the verifier's own noise
	 * was never measured, nor where it has none: then nobody can tell.
	 */
	readonly choicesHold: boolean;
	/** The same engine on a device that gives the same bits each time: whatever differs is false. */
	readonly isExact: boolean;
}

/** Which recorded thing noise does not explain. */
export type Cause = 'token' | 'probability' | 'margin' | 'number';

/** What noise does not explain about a token, the clearest first; null when it explains everything. */
export function causeOf(token: CheckedToken, tolerance: Tolerance): Cause | null {
	const { shortfall, margin } = token.limits ?? tolerance;
	// Two scores may be equal to the last bit, and still only one of the tokens is the draw.
	if (token.shortfall > shortfall || (tolerance.isExact && !isDraw(token))) return 'token';
	if (Math.abs(token.logprobDifference ?? 0) > tolerance.logprob) return 'probability';
	if (Math.abs(token.marginDifference ?? 0) > margin) return 'margin';
	return token.oddNumber === undefined ? null : 'number';
}

/** The first token that refutes the claim, with the cause; null when none does. */
export function firstRefutation(
	tokens: readonly CheckedToken[],
	tolerance: Tolerance
): { readonly position: number; readonly cause: Cause } | null {
	for (const [position, token] of tokens.entries()) {
		const cause = causeOf(token, tolerance);
		if (cause === 'token' || (cause !== null && tolerance.numbersDecide)) {
			return { position, cause };
		}
	}
	return null;
}

/** The first token of which noise explains something and nobody can tell whether it is noise; else null. */
export function firstDoubt(
	tokens: readonly CheckedToken[],
	tolerance: Tolerance
): { readonly position: number; readonly cause: Cause } | null {
	for (const [position, token] of tokens.entries()) {
		if (!tolerance.choicesHold && !isDraw(token)) return { position, cause: 'token' };
	}
	for (const [position, token] of tokens.entries()) {
		const cause = causeOf(token, tolerance);
		if (cause !== null) return { position, cause };
	}
	return null;
}

/** How far apart two margins or logprobs are; a margin without a second token counts as infinite. */
export function difference(recorded: number, local: number): number {
	return recorded === local ? 0 : recorded - local;
}

type Numbers = Pick<TokenTrace, 'logprob' | 'rank' | 'entropy' | 'margin'> & {
	readonly alternatives: readonly { readonly id: number; readonly logprob: number }[];
};

/** Equal logits give equal numbers: recorded ones that differ all the same are not the run's own. */
export function sameNumbers(a: Numbers, b: Numbers): boolean {
	return (
		a.logprob === b.logprob &&
		a.rank === b.rank &&
		a.entropy === b.entropy &&
		a.margin === b.margin &&
		sameAlternatives(a, b)
	);
}

function sameAlternatives(a: Numbers, b: Numbers): boolean {
	// One side may have recorded fewer, or none.
	const count = Math.min(a.alternatives.length, b.alternatives.length);
	return a.alternatives.slice(0, count).every((alternative, i) => {
		const other = b.alternatives[i];
		return alternative.id === other?.id && alternative.logprob === other.logprob;
	});
}
