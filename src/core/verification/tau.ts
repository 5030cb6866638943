/**
 * How far numeric noise can push a score: the same weights give logits that differ in their last
 * bits between devices, and between one pass and many. Measured, not guessed.
 */
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

/** Names of precisions that compute in half precision end in `f16` (MLC) or `fp16` (ONNX). */
function arithmeticOf(quantization: string): NoiseBand['arithmetic'] {
	return /f16|fp16|half/i.test(quantization) ? 'float16' : 'float32';
}

/** The band for a pair of backends: on two CPUs half precision is unfolded to float32. */
export function noiseBand(quantization: string, recorded: Backend, local: Backend): NoiseBand {
	const pair = [recorded, local].sort().join();
	const arithmetic = pair === 'wasm,wasm' ? 'float32' : arithmeticOf(quantization);
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

/** What numeric noise may do to a claim that is verified on `local`. */
export function toleranceOf(
	{
		quantization,
		engine,
		request
	}: {
		readonly quantization: string;
		readonly engine: Pick<RunEngine, 'name' | 'backend'>;
		readonly request: Pick<SamplingSettings, 'temperature' | 'repetition_penalty'>;
	},
	local: Backend
): Tolerance {
	const { tau, largestDifference } = noiseBand(quantization, engine.backend, local);
	const shortfall = scoreTau(tau, request);
	return {
		shortfall,
		logprob: tau,
		margin: 2 * shortfall,
		numbersDecide: largestDifference !== null && engine.name === MEASURED_ENGINE
	};
}
