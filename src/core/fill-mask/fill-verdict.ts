/** What verifying a fill-mask run can say: the names are those of written runs, the evidence its own. */
import type { ErrorCode } from '../errors.ts';
import type { DifferingResource } from '../verification/verdict.ts';
import type { FillTerm } from './fill-terms.ts';

/** What a verdict is worth depends on it. Missing in verdicts that were kept before it was recorded. */
export interface FillCircumstances {
	/** What of the request a reader would not expect; empty: nothing. */
	readonly terms?: readonly FillTerm[];
}

/** The first recorded number that is not the one computed here. */
interface WrongNumber {
	/** Both from 0. */
	readonly sentence: number;
	readonly position: number;
	readonly number: 'logprob' | 'rank' | 'entropy' | 'missing-alternative';
	/** What the file says; null where it should have named a token and does not. */
	readonly recorded: number | null;
	readonly local: number;
	readonly token: string;
	/** The most that is known to be noise, in nats. */
	readonly tau: number;
	readonly comparedMasks: number;
}

/** Recorded numbers beside those computed here. */
export interface MaskedNumbers extends FillCircumstances {
	/** How many masked positions were compared. */
	readonly comparedMasks: number;
	/** Positions whose logits differ in bits. */
	readonly differingLogits: number;
	/** Largest difference of a recorded logprob, in nats. */
	readonly largestDifference: number;
	/** The most that rounding explains, in nats. */
	readonly tau: number;
	/** Whether engine, version, build, backend or options differ: the usual explanation. */
	readonly engineDiffers: boolean;
}

export type FillVerdict =
	| {
			readonly verdict: 'invalid';
			readonly evidence: { readonly code: ErrorCode; readonly path: string };
	  }
	| {
			readonly verdict: 'not-comparable';
			readonly evidence: {
				readonly reason: 'model' | 'tokens';
				/** The model's digest, or how many tokens a sentence has. */
				readonly recorded: string | number;
				readonly local: string | number;
				/** For `model`: the files that differ, by name. */
				readonly resources: readonly DifferingResource[];
			};
	  }
	| {
			readonly verdict: 'diverged';
			readonly evidence: WrongNumber;
	  }
	| {
			readonly verdict: 'cannot-tell';
			readonly evidence: FillCircumstances &
				WrongNumber & {
					/** Numbers are beyond what is known of noise here. */
					readonly doubt: 'numbers';
				};
	  }
	| {
			readonly verdict: 'within-noise';
			/** `sameOrder`: positions whose likeliest tokens stand in the same order. */
			readonly evidence: MaskedNumbers & { readonly sameOrder: number };
	  }
	| { readonly verdict: 'same-tokens'; readonly evidence: MaskedNumbers }
	| {
			readonly verdict: 'bit-exact';
			readonly evidence: FillCircumstances & {
				readonly comparedMasks: number;
				readonly engineDiffers: boolean;
			};
	  };
