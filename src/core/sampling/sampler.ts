/**
 * The sampler `gumbel-philox/1`: raw logits in, token out. The noise at a position depends only on
 * seed, position and token id, so any position can be checked without replaying the ones before.
 * The specification is `docs/sampler.md`.
 */
import { AppError } from '../errors.ts';
import type { SamplingSettings } from '../run-file/schema.ts';
import { Candidates } from './candidates.ts';
import { exp } from './exp-ln.ts';
import { gumbelFromUniform, seedKey, uniformOf } from './noise.ts';
import { Penalties } from './penalties.ts';
import { philox4x32 } from './philox.ts';

export interface Draw {
	readonly tokenId: number;
	/** Best minus second best score (at temperature 0: logit), in nats; null when nothing else was left. */
	readonly margin: number | null;
}

/** How a given token fares against the sampler's own draw. */
export interface Judgement {
	readonly draw: Draw;
	/** In nats; −Infinity for a token that the filters dropped or that does not exist. */
	readonly score: number;
	readonly bestScore: number;
	/** `bestScore − score`: 0 for the draw itself (and for an exact tie), Infinity for a dropped token. */
	readonly shortfall: number;
}

/** No noise is larger: u is at most 1 − 2^-53, which gives 36.74. */
const MOST_NOISE = 37;
const STEPS_PER_NAT = 4;
/**
 * Entry j bounds 1 − u for a token whose noise must exceed d in [j/4, (j+1)/4): from 1 − u <= −ln u
 * = e^−g follows 1 − u < e^(−j/4). The factor covers rounding.
 */
const REACH = Float64Array.from({ length: MOST_NOISE * STEPS_PER_NAT + 1 }, (_, j) => {
	return exp(-j / STEPS_PER_NAT) * 1.000001;
});

/** The sampler of one run: it remembers what was said, and reuses its buffers from token to token. */
export class RunSampler {
	readonly #settings: SamplingSettings;
	readonly #key: readonly [low: number, high: number];
	readonly #penalties: Penalties;
	readonly #candidates = new Candidates();
	readonly #words = new Uint32Array(4);
	#position = 0;
	// The outcome of the last race, kept here so that the hot loop returns nothing.
	#bestId = -1;
	#best = -Infinity;
	#second = -Infinity;

	/** @param options.settings valid ones: see `validateSettings` */
	constructor(options: {
		readonly settings: SamplingSettings;
		/** 0 to 2^64 − 1 */
		readonly seed: bigint;
		readonly promptTokenIds: readonly number[];
	}) {
		this.#settings = options.settings;
		this.#key = seedKey(options.seed);
		this.#penalties = new Penalties(options.settings, options.promptTokenIds);
	}

	/** How many tokens were accepted: the index of the token that `draw` draws. */
	get position(): number {
		return this.#position;
	}

	/** Moves on by one token, drawn or set. */
	accept(tokenId: number): void {
		this.#penalties.accept(tokenId);
		this.#position++;
	}

	/**
	 * The token at `position`. Changes nothing: `accept` does.
	 *
	 * @param logits raw, shape [vocabularySize], not changed
	 * @throws AppError `engine-failed` when a logit is NaN or +Infinity, or all are −Infinity
	 */
	draw(logits: Float32Array): Draw {
		const adjusted = this.#penalties.adjust(logits);
		if (this.#settings.temperature === 0) this.#takeLargest(adjusted);
		else this.#takeLoudest(adjusted);
		const margin = this.#second === -Infinity ? null : this.#best - this.#second;
		return { tokenId: this.#bestId, margin };
	}

	/**
	 * Draws, and says how far a given token is from being the draw.
	 *
	 * @param logits raw, shape [vocabularySize], not changed
	 * @throws AppError `engine-failed` as `draw` does
	 */
	judge(logits: Float32Array, tokenId: number): Judgement {
		const draw = this.draw(logits);
		const bestScore = this.#best;
		const score =
			this.#settings.temperature === 0 ? this.#adjusted(logits, tokenId) : this.#score(tokenId);
		return { draw, score, bestScore, shortfall: bestScore - score };
	}

	/** The tokens that the filters leave for the next draw, ascending; at temperature 0 the one choice. */
	keptTokenIds(logits: Float32Array): number[] {
		const draw = this.draw(logits);
		if (this.#settings.temperature === 0) return [draw.tokenId];
		return Array.from(this.#candidates.ids.subarray(0, this.#candidates.count));
	}

	#adjusted(logits: Float32Array, tokenId: number): number {
		return this.#penalties.adjust(logits)[tokenId] ?? -Infinity;
	}

	#score(tokenId: number): number {
		const index = this.#candidates.indexOf(tokenId);
		if (index === -1) return -Infinity;
		const words = this.#words;
		philox4x32(words, tokenId >>> 1, this.#position, 0, 0, this.#key[0], this.#key[1]);
		return (this.#candidates.x[index] ?? 0) + gumbelFromUniform(uniformOf(words, tokenId));
	}

	/** Temperature 0: the largest logit, lowest id on ties. */
	#takeLargest(adjusted: Float64Array): void {
		let bestId = -1;
		let best = -Infinity;
		let second = -Infinity;
		for (let id = 0; id < adjusted.length; id++) {
			const value = adjusted[id] ?? 0;
			if (value > best) {
				second = best;
				best = value;
				bestId = id;
			} else if (value > second) second = value;
		}
		if (bestId === -1) throw new AppError('engine-failed', 'every logit is −Infinity');
		this.#bestId = bestId;
		this.#best = best;
		this.#second = second;
	}

	#takeLoudest(adjusted: Float64Array): void {
		const { temperature, top_k, top_p, min_p } = this.#settings;
		const candidates = this.#candidates;
		candidates.load(adjusted, temperature);
		candidates.keepTop(top_k);
		candidates.keepNucleus(top_p);
		candidates.keepMin(min_p);
		this.#race(candidates.ids, candidates.x, candidates.count);
	}

	/**
	 * Finds the two largest x + noise. A token gets its noise's logarithms only when its uniform
	 * number is large enough to beat the second best so far: a few dozen out of 150,000.
	 */
	#race(ids: Uint32Array, x: Float64Array, count: number): void {
		const words = this.#words;
		const position = this.#position;
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
		this.#bestId = bestId;
		this.#best = best;
		this.#second = second;
	}
}
