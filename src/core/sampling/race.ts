/** The sampler's last step: the largest sum of scaled logit and noise wins. */
import type { Candidates } from './candidates.ts';
import { exp } from './exp-ln.ts';
import { gumbelFromUniform, seedKey, uniformOf } from './noise.ts';
import { philox4x32 } from './philox.ts';

/** No noise is larger: u is at most 1 − 2^-53, which gives 36.74. */
export const MOST_NOISE = 37;
const STEPS_PER_NAT = 4;
/**
 * Entry j bounds 1 − u for a token whose noise must exceed d in [j/4, (j+1)/4): from 1 − u <= −ln u
 * = e^−g follows 1 − u < e^(−j/4). The factor covers rounding.
 */
const REACH = Float64Array.from({ length: MOST_NOISE * STEPS_PER_NAT + 1 }, (_, j) => {
	return exp(-j / STEPS_PER_NAT) * 1.000001;
});

/** Finds the best and the second best; the outcome is kept here so that the hot loops return nothing. */
export class Race {
	/** The winner's id, the lowest one on ties; −1 when there was nobody. */
	bestId = -1;
	/** Its score, in nats. */
	best = -Infinity;
	/** The second best score; −Infinity when there was no second. */
	second = -Infinity;
	readonly #key: readonly [low: number, high: number];
	readonly #words = new Uint32Array(4);

	/** @param seed 0 to 2^64 − 1 */
	constructor(seed: bigint) {
		this.#key = seedKey(seed);
	}

	/** Best minus second best score; null when there was no second. */
	get margin(): number | null {
		return this.second === -Infinity ? null : this.best - this.second;
	}

	/** Temperature 0: the largest x, without noise. @param ids ascending; without them, x is indexed by id */
	largest(x: Float64Array, ids?: Uint32Array): void {
		let bestIndex = -1;
		let best = -Infinity;
		let second = -Infinity;
		for (let i = 0; i < x.length; i++) {
			const value = x[i] ?? 0;
			if (value > best) {
				second = best;
				best = value;
				bestIndex = i;
			} else if (value > second) second = value;
		}
		this.bestId = ids === undefined ? bestIndex : (ids[bestIndex] ?? -1);
		this.best = best;
		this.second = second;
	}

	/**
	 * The two largest x + noise. A token gets its noise's logarithms only when its uniform number is
	 * large enough to beat the second best so far: a few dozen out of 150,000.
	 */
	loudest({ ids, x, count }: Candidates, position: number): void {
		const words = this.#words;
		const [keyLow, keyHigh] = this.#key;
		let counter = -1;
		let bestId = -1;
		let best = -Infinity;
		let second = -Infinity;
		for (let i = 0; i < count; i++) {
			const value = x[i] ?? 0;
			const needed = second - value;
			if (needed > MOST_NOISE) continue;
			const id = ids[i] ?? 0;
			if (id >>> 1 !== counter) {
				counter = id >>> 1;
				philox4x32(words, counter, position, 0, 0, keyLow, keyHigh);
			}
			const u = uniformOf(words, id);
			if (needed > 0 && 1 - u > (REACH[(needed * STEPS_PER_NAT) | 0] ?? 0)) continue;
			const score = value + gumbelFromUniform(u);
			if (score > best) {
				second = best;
				best = score;
				bestId = id;
			} else if (score > second) second = score;
		}
		this.bestId = bestId;
		this.best = best;
		this.second = second;
	}
}
