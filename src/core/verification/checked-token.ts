/** What a verifier found out about one output token, and whether numeric noise explains it. */
import type { TokenTrace } from '../run-file/schema.ts';

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
}

/** Whether the recorded token is what is drawn here. */
export function isDraw({ id, drawId }: CheckedToken): boolean {
	return id === drawId;
}

/** The most that numeric noise explains, in nats. */
export interface Tolerance {
	/** Of a shortfall: tau at the claim's temperature and repetition penalty. */
	readonly shortfall: number;
	/** Of a logprob's difference: tau. */
	readonly logprob: number;
	/** Of a margin's difference: two scores may move towards each other. */
	readonly margin: number;
	/**
	 * Whether recorded numbers beyond it refute a claim: only where honest noise was measured.
	 * Elsewhere they are remarked upon.
	 */
	readonly numbersDecide: boolean;
}

/** Which recorded thing noise does not explain. */
export type Cause = 'token' | 'probability' | 'margin';

/** What noise does not explain about a token, the clearest first; null when it explains everything. */
export function causeOf(token: CheckedToken, tolerance: Tolerance): Cause | null {
	if (token.shortfall > tolerance.shortfall) return 'token';
	if (Math.abs(token.logprobDifference ?? 0) > tolerance.logprob) return 'probability';
	if (Math.abs(token.marginDifference ?? 0) > tolerance.margin) return 'margin';
	return null;
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
