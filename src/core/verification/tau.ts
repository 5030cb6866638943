/**
 * How far numeric noise can push a score: the same weights give logits that differ in their last
 * bits between devices, and between one pass and many. Measured, not guessed.
 */
import { canonicalJson } from '../run-file/canonical-json.ts';
import type { RunEngine, SamplingSettings } from '../run-file/schema.ts';
import type { Tolerance } from './checked-token.ts';

type Backend = RunEngine['backend'];

export interface NoiseBand {
	/** Backend of the run and of the verifier, in either order. */
	readonly backends: readonly [Backend, Backend];
	/** Arithmetic of the logits: weights may be narrower. */
	readonly arithmetic: 'float32' | 'float16';
	/** Largest difference of a token's logprob that was measured, in nats; null where nobody has yet. */
	readonly largestDifference: number | null;
	/** Most nats that count as noise, at temperature 1. */
	readonly tau: number;
	readonly source: string;
}

export const NOISE_BANDS: readonly NoiseBand[] = [
	{
		backends: ['wasm', 'wasm'],
		arithmetic: 'float32',
		largestDifference: 1.2e-4,
		tau: 1e-3,
		source: 'Sprout int8, q4 and fp32: token by token, verified in one pass; 30,000 tokens'
	},
	{
		backends: ['wasm', 'webgpu'],
		arithmetic: 'float32',
		largestDifference: 3.8e-5,
		tau: 1e-3,
		source: 'Sprout int8, both ways, with a software adapter; 480 tokens'
	},
	{
		backends: ['webgpu', 'webgpu'],
		arithmetic: 'float32',
		largestDifference: 1.2e-5,
		tau: 1e-3,
		source: 'Sprout int8 on a software adapter, verified in one pass; 240 tokens'
	},
	{
		backends: ['webgpu', 'webgpu'],
		arithmetic: 'float16',
		largestDifference: null,
		tau: 0.1,
		source: 'not measured: half precision keeps 11 bits, which is 0.01 at a logit of 20'
	},
	{
		backends: ['wasm', 'webgpu'],
		arithmetic: 'float16',
		largestDifference: null,
		tau: 0.1,
		source: 'not measured: as between two GPUs'
	}
];

/**
 * The band for a pair of backends: on two CPUs half precision is unfolded to float32.
 *
 * @param halfFloats whether the model's files hold half floats, as the person who loaded them found
 */
export function noiseBand(halfFloats: boolean, one: Backend, other: Backend): NoiseBand {
	const pair = [one, other].sort().join();
	const arithmetic = halfFloats && pair !== 'wasm,wasm' ? 'float16' : 'float32';
	const found = NOISE_BANDS.find(
		(band) => band.arithmetic === arithmetic && band.backends.join() === pair
	);
	if (found === undefined) throw new RangeError(`no noise band for ${pair}, ${arithmetic}`);
	return found;
}

/**
 * What noise of `tau` in the logits becomes in the scores: temperature divides it, the repetition
 * penalty multiplies or divides it.
 *
 * @param tau in nats at temperature 1
 */
export function scoreTau(
	tau: number,
	{
		temperature,
		repetition_penalty: r
	}: Pick<SamplingSettings, 'temperature' | 'repetition_penalty'>
): number {
	const penalty = Math.max(r, 1 / r);
	return (tau * penalty) / (temperature === 0 ? 1 : temperature);
}

/** The engine that the bands were measured with. */
const MEASURED_ENGINE = 'onnxruntime-web';

/** What verifies, and what was found in the files that it loaded. */
export interface Verifier {
	readonly engine: RunEngine;
	/** Whether the files hold half floats, in which a GPU computes. */
	readonly halfFloats: boolean;
}

/**
 * What numeric noise may do to a claim. How much noise explains follows from the files and the backend
 * that verify; what the claim says of its own engine only decides what is left open beyond that.
 *
 * @param claim.engine what the claim says
 * @param options.isExact token by token, as it was written
 */
export function toleranceOf(
	claim: {
		readonly engine: RunEngine;
		readonly request: Pick<SamplingSettings, 'temperature' | 'repetition_penalty'>;
	},
	{ engine, halfFloats }: Verifier,
	{ isExact }: { readonly isExact: boolean } = { isExact: false }
): Tolerance {
	const givesSameBits = engine.backend === 'wasm' && engine.name === MEASURED_ENGINE;
	if (isExact && givesSameBits && !enginesDiffer(claim.engine, engine)) return NONE;
	const own = noiseBand(halfFloats, engine.backend, engine.backend);
	const both = noiseBand(halfFloats, engine.backend, claim.engine.backend);
	const wasMeasured = own.largestDifference !== null && engine.name === MEASURED_ENGINE;
	const isSameNoise = both.tau <= own.tau && claim.engine.name === engine.name;
	const tau = Math.max(own.tau, both.tau);
	const { temperature } = claim.request;
	const shortfall = scoreTau(tau, { temperature, repetition_penalty: 1 });
	return {
		shortfall,
		logprob: own.tau,
		margin: 2 * scoreTau(own.tau, { temperature, repetition_penalty: 1 }),
		numbersDecide: wasMeasured && isSameNoise,
		choicesHold: wasMeasured && both.tau <= own.tau && !isExact,
		isExact: false
	};
}

/** In nats: from equal bits every version of the app computes the same numbers, but for the last digits. */
export const ROUNDING = 1e-9;

const NONE: Tolerance = {
	shortfall: 0,
	logprob: ROUNDING,
	margin: ROUNDING,
	numbersDecide: true,
	choicesHold: true,
	isExact: true
};

/** Whether engine, version, build, backend, prefill or options differ. */
export function enginesDiffer(recorded: RunEngine, local: RunEngine): boolean {
	return canonicalJson(recorded) !== canonicalJson(local);
}
