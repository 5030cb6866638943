/** What numeric noise may do to the numbers of masks: it follows from what verifies, as for written texts. */
import type { RunEngine } from '../run-file/schema.ts';
import { noiseBand, ROUNDING, toleranceOf, type Verifier } from '../verification/tau.ts';

export interface FillTolerance {
	/** Most nats that might be noise here: beyond it a number is false, or in doubt. */
	readonly logprob: number;
	/** Most nats that are known to be noise: up to it a number is upheld. */
	readonly held: number;
	/** Whether what is beyond noise refutes; else it is in doubt. */
	readonly numbersDecide: boolean;
}

/** From equal bits every version of the app computes the same numbers. */
export const EXACT: FillTolerance = { logprob: ROUNDING, held: ROUNDING, numbersDecide: true };

/** Nothing is drawn: neither temperature nor penalties scale the noise. */
const UNSCALED = { temperature: 1, repetition_penalty: 1 } as const;

/** @param engine what the claim says of its own: it makes no number pass */
export function fillToleranceOf(engine: RunEngine, verifier: Verifier): FillTolerance {
	const { logprob, numbersDecide } = toleranceOf({ engine, request: UNSCALED }, verifier);
	const { backend } = verifier.engine;
	// Half floats on a graphics card were never measured: no more is upheld than of full ones.
	const measured = noiseBand(false, backend, backend).tau;
	return { logprob, held: Math.min(logprob, measured), numbersDecide };
}
