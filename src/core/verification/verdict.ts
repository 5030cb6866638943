/** What regrowing or verifying a run can say, worst first; each with the evidence for it. */
import type { ErrorCode } from '../errors.ts';
import type { Cause } from './checked-token.ts';
import type { OddNumber } from './recorded-numbers.ts';
import type { RunEnd } from './run-end.ts';
import type { Term } from './terms.ts';

export interface VerdictToken {
	readonly id: number;
	readonly text: string;
	/** In nats; null when nothing else was left, or the token was set. */
	readonly margin: number | null;
}

/** A resource that is not the same on both sides; null where it does not exist. */
export interface DifferingResource {
	readonly name: string;
	readonly recordedDigest: string | null;
	readonly localDigest: string | null;
}

export type IncomparableReason = 'model' | 'template' | 'prompt' | 'sampler' | 'incomplete';

export type Verdict =
	| {
			readonly verdict: 'invalid';
			readonly evidence: {
				readonly code: ErrorCode;
				/** Where in the file, e.g. `output.text`; empty when it is about the whole. */
				readonly path: string;
			};
	  }
	| {
			readonly verdict: 'not-comparable';
			readonly evidence: {
				readonly reason: IncomparableReason;
				/** What the record says: a digest, a name or, for tokens, how many; null when it does not say. */
				readonly recorded: string | number | null;
				/** The same here; null if missing. */
				readonly local: string | number | null;
				/** For `model`: the files that differ, by name. */
				readonly resources: readonly DifferingResource[];
			};
	  }
	| {
			readonly verdict: 'diverged';
			readonly evidence: DivergedEvidence;
	  }
	| {
			readonly verdict: 'cannot-tell';
			readonly evidence: CannotTellEvidence;
	  }
	| {
			readonly verdict: 'within-noise';
			readonly evidence: WithinNoiseEvidence;
	  }
	| {
			readonly verdict: 'same-tokens';
			readonly evidence: SameTokensEvidence;
	  }
	| {
			readonly verdict: 'bit-exact';
			readonly evidence: {
				readonly comparedTokens: number;
				readonly engineDiffers: boolean;
			} & Circumstances;
	  };

/** What a verdict is worth depends on it. Both are missing in verdicts that were kept before they were recorded. */
export interface Circumstances {
	/** What the request has that a reader would not expect; empty: nothing. */
	readonly terms?: readonly Term[];
	readonly end?: RunEnd;
}

export type Doubt =
	/** No token at all, or every one was set: there is nothing to check. */
	| 'nothing-drawn'
	/** Neither limit nor memory is reached where it is reported as full. */
	| 'end'
	/** Some token is not the draw; what noise explains is not known here. */
	| 'choice'
	/** Recorded numbers are beyond noise as far as it is known here. */
	| 'numbers';

export interface CannotTellEvidence extends Circumstances {
	readonly doubt: Doubt;
	readonly comparedTokens: number;
	/** Those that are exactly the local draw. */
	readonly exactTokens: number;
	/** The first token that is in doubt, from 0; null where none is. */
	readonly position: number | null;
	/** Of `choice`: by how much it loses, in nats. */
	readonly shortfall?: number;
	/** Of `numbers`: which one. */
	readonly cause?: Cause;
	/** Of `choice` and `numbers`: the most that might be noise of what the claim names, in nats. */
	readonly tau?: number;
}

export interface DivergedEvidence {
	/** What does not follow: the token itself, its probability, or by how much it won. */
	readonly cause: Cause;
	/** First output position that refutes the claim, from 0: as many before it hold. */
	readonly position: number;
	readonly sharedTokens: number;
	readonly comparedTokens: number;
	/** Null where that side had already ended. */
	readonly recorded: VerdictToken | null;
	readonly regrown: VerdictToken | null;
	/**
	 * By how much the recorded token loses against the local draw, in nats; Infinity when a filter
	 * drops it. Missing after regrowing, which does not know it.
	 */
	readonly shortfall?: number;
	/** The logprob or margin that is recorded, in nats; for a margin, null when nothing else was left. */
	readonly recordedNumber?: number | null;
	/** The same number here. */
	readonly localNumber?: number | null;
	/** Of the cause `number`: which one, and which token it is about. */
	readonly number?: OddNumber['number'];
	readonly token?: string;
	/** The most that rounding explains, in nats; missing for a token that regrew otherwise. */
	readonly tau?: number;
}

export interface WithinNoiseEvidence extends Circumstances {
	readonly comparedTokens: number;
	/** Those that are exactly the local draw; the others lose by at most `tau`. */
	readonly exactTokens: number;
	/** In nats. */
	readonly largestShortfall: number;
	/** Where it is, from 0. */
	readonly position: number;
	/** The most that rounding explains, in nats. */
	readonly tau: number;
	/** Null when the claim has no logprobs: then only tokens were checked. */
	readonly largestLogprobDifference: number | null;
	readonly engineDiffers: boolean;
}

export interface SameTokensEvidence extends Circumstances {
	readonly comparedTokens: number;
	/** Positions whose logits digests differ; null when the claim has only the digest over all. */
	readonly differingLogits: number | null;
	/**
	 * Largest difference between recorded and local logprob of the same token, in nats; null when
	 * the claim has no logprobs: then only tokens were checked.
	 */
	readonly largestLogprobDifference: number | null;
	/** Where it is; null when no logprob differs. */
	readonly position: number | null;
	/** Whether engine, version, build, backend, prefill or options differ: the usual explanation. */
	readonly engineDiffers: boolean;
}
