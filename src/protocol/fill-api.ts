/** What the page may ask while a masked language model is loaded. */
import type { FillClaim } from '#core/fill-mask/fill-claim.ts';
import type { FillVerdict } from '#core/fill-mask/fill-verdict.ts';
import type { CheckedMask } from '#core/fill-mask/grade-fill.ts';
import type { FillMaskRequest, FillMaskRun } from '#core/fill-mask/schema.ts';
import type { RunEngine } from '#core/run-file/schema.ts';

export interface FillRequest {
	readonly sentences: readonly {
		/** Masks are written as the model writes them: `LoadedModel.mask.token`. */
		readonly text: string;
		/** Positions of further tokens to hide, from 0, in any order; special tokens cannot be hidden. */
		readonly hidden: readonly number[];
	}[];
	readonly masking: FillMaskRequest['masking'];
	readonly topK: number;
}

/** Everything of a fill-mask run that the worker knows. */
export type FillResult = Pick<FillMaskRun, 'request' | 'output' | 'usage' | 'timing'>;

export interface FillVerifyResult {
	readonly verdict: FillVerdict;
	/** Those that were compared, in order; empty when nothing was computed. */
	readonly masks: readonly CheckedMask[];
	/** What verified. */
	readonly engine: RunEngine;
	readonly elapsedMs: number;
}

/**
 * The questions to a masked language model; they share `WorkerApi.analyse` with those to a model that
 * writes. Progress counts forward passes. Errors: `model-wrong-task`, `mask-missing`,
 * `sentence-too-long`, `settings-invalid`.
 */
export interface FillAnalyses {
	/** What the model expects in the places of hidden tokens. */
	readonly 'fill-mask': { readonly request: FillRequest; readonly result: FillResult };
	/** Computes a run's numbers again and compares them. */
	readonly 'verify-fill': { readonly request: FillClaim; readonly result: FillVerifyResult };
}
