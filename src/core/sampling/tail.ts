/** What remains of the logits that are not kept: how many there are and how much they weigh. */
import { exp, ln } from './exp-ln.ts';

const BUCKETS = 128;
const WIDTH = 0.25;

/** Numbers a tail takes: its buckets' counts, then their masses. */
export const TAIL_SIZE = 2 * BUCKETS;

/** The tokens outside, by how far they lie below the largest of them. */
export interface Tail {
	/** No raw logit outside is larger. */
	readonly floor: number;
	/** Σ exp(logit − floor) over the tokens outside, in float64. */
	readonly mass: number;
	/** Shape [2, 128]: of each quarter of a nat below the floor, count and mass in units of exp(floor). */
	readonly buckets: Float32Array;
}

export interface Range {
	readonly low: number;
	readonly high: number;
}

/**
 * Measures the tokens outside.
 *
 * @param logits raw, shape [vocabularySize]
 * @param isKept 1 for each token that is kept, shape [vocabularySize]
 * @returns null when every possible token is kept
 */
export function measureTail(logits: Float32Array, isKept: Uint8Array): Tail | null {
	let floor = -Infinity;
	for (let id = 0; id < logits.length; id++) {
		const logit = logits[id] ?? 0;
		if (logit > floor && isKept[id] === 0) floor = logit;
	}
	if (floor === -Infinity) return null;
	const buckets = new Float64Array(TAIL_SIZE);
	let mass = 0;
	for (let id = 0; id < logits.length; id++) {
		const depth = floor - (logits[id] ?? 0);
		if (isKept[id] !== 0 || depth === Infinity) continue;
		const weight = exp(-depth);
		const bucket = Math.min(BUCKETS - 1, Math.floor(depth / WIDTH));
		buckets[bucket] = (buckets[bucket] ?? 0) + 1;
		buckets[BUCKETS + bucket] = (buckets[BUCKETS + bucket] ?? 0) + weight;
		mass += weight;
	}
	return { floor, mass, buckets: Float32Array.from(buckets) };
}

/** Covers that counts and masses are kept in float32. */
const SLACK = 1e-6;

/**
 * Between which bounds Σ exp((logit − floor) / temperature) over the tokens outside lies: exact at
 * temperature 1. Within a bucket, counts and masses bound the mean of the weights' powers: for a
 * concave power (temperature above 1) the power of the mean is the upper bound, and the chord between
 * the bucket's ends the lower one; for a convex power it is the other way round.
 */
export function tailMassAt({ mass, buckets }: Tail, temperature: number): Range {
	if (temperature === 1) return { low: mass, high: mass };
	const power = 1 / temperature;
	let low = 0;
	let high = 0;
	for (let bucket = 0; bucket < BUCKETS; bucket++) {
		const count = buckets[bucket] ?? 0;
		if (count === 0) continue;
		const top = exp(-bucket * WIDTH);
		const bottom = bucket === BUCKETS - 1 ? 0 : exp(-(bucket + 1) * WIDTH);
		const mean = Math.min(top, Math.max(bottom, (buckets[BUCKETS + bucket] ?? 0) / count));
		const ofMean = count * raise(mean, power);
		const chord = (mean - bottom) / (top - bottom);
		const onChord = count * (raise(bottom, power) * (1 - chord) + raise(top, power) * chord);
		low += Math.min(ofMean, onChord);
		high += Math.max(ofMean, onChord);
	}
	return { low: low * (1 - SLACK), high: high * (1 + SLACK) };
}

function raise(base: number, power: number): number {
	return base === 0 ? 0 : exp(power * ln(base));
}
