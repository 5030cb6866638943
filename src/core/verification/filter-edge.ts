/**
 * Filters have sharp edges: a token whose probability lies within noise of top-k's, top-p's or
 * min-p's edge is kept on one device and dropped on another. What the scores say then is asked here,
 * with every token that may be in or out counted in the claim's favour.
 *
 * All bounds hold for noise of any size: nothing in here is an approximation for small noise.
 */
import { exp, ln } from '../sampling/exp-ln.ts';
import {
	FILTER_NAMES,
	isFilterOn,
	type FilterName,
	type FilterSettings
} from '../sampling/filters.ts';

/** Whether a filter is on at all: without one there is no edge. */
export function hasEdge(settings: FilterSettings): boolean {
	return FILTER_NAMES.some((name) => isFilterOn(name, settings));
}

/** What can be said of a token when every x may be off, all filters' edges counted in its favour. */
export interface EdgeRange {
	/** The smallest that it can have, in nats, 0 or more; Infinity when the filters drop it for certain. */
	readonly shortfall: number;
	/** The most of a shortfall that noise explains, given the rival that is hardest to explain away. */
	readonly shortfallNoise: number;
	/** Its score minus that of the best other token that is perhaps kept; Infinity if missing. */
	readonly leastMargin: number;
	/** Its score minus that of the best other token that is surely kept; Infinity if missing. */
	readonly mostMargin: number;
	/** How far below `leastMargin`, and above `mostMargin`, noise of the scores themselves reaches. */
	readonly belowLeast: number;
	readonly aboveMost: number;
}

/**
 * How a token fares when every x may be off by its tolerance: a token that is within noise of a filter's
 * edge may be in or out. What noise does to the scores themselves is beside it.
 *
 * @param options.x adjusted logits over temperature, shape [vocabularySize]; −Infinity: impossible
 * @param options.noise the Gumbel noise of a token at this position, in nats
 * @param options.tolerance how far x may be off, in nats, above 0: of each token, or of all
 */
export function rangeAtEdge(options: {
	readonly x: Float64Array;
	readonly filters: FilterSettings;
	readonly tokenId: number;
	readonly noise: (tokenId: number) => number;
	readonly tolerance: number | ((tokenId: number) => number);
}): EdgeRange {
	const { x, filters, tokenId, noise, tolerance } = options;
	const off = typeof tolerance === 'number' ? () => tolerance : tolerance;
	const own = x[tokenId] ?? -Infinity;
	const kept = keptBy(x, filters, off);
	if (own === -Infinity || !kept.perhaps(tokenId)) return DROPPED;
	const rivals = new Rivals(own + noise(tokenId), off(tokenId));
	for (let id = 0; id < x.length; id++) {
		if (id === tokenId || !kept.perhaps(id)) continue;
		rivals.add((x[id] ?? 0) + noise(id), off(id), kept.surely(id));
	}
	return rivals.range();
}

const DROPPED: EdgeRange = {
	shortfall: Infinity,
	shortfallNoise: 0,
	leastMargin: -Infinity,
	mostMargin: -Infinity,
	belowLeast: 0,
	aboveMost: 0
};

/** Holds the scores of all others against one token's. */
class Rivals {
	readonly #score: number;
	readonly #off: number;
	#best = { sure: -Infinity, perhaps: -Infinity };
	/** The same with noise against, or for, the token. */
	#worst = { sure: -Infinity, perhaps: -Infinity };
	/** By how much noise fails to explain the hardest rival, and what it explains of that one. */
	#excess = -Infinity;
	#explained: number;

	constructor(score: number, off: number) {
		this.#score = score;
		this.#off = off;
		this.#explained = off;
	}

	add(score: number, off: number, isSure: boolean): void {
		this.#best.perhaps = Math.max(this.#best.perhaps, score);
		this.#worst.perhaps = Math.max(this.#worst.perhaps, score + off);
		if (!isSure) return;
		this.#best.sure = Math.max(this.#best.sure, score);
		this.#worst.sure = Math.max(this.#worst.sure, score - off);
		// The tolerance of two scores together covers their difference: see `Tolerance`.
		const explained = (off + this.#off) / 2;
		const excess = score - this.#score - explained;
		if (excess <= this.#excess) return;
		this.#excess = excess;
		this.#explained = explained;
	}

	range(): EdgeRange {
		const leastMargin = this.#score - this.#best.perhaps;
		const mostMargin = this.#score - this.#best.sure;
		const isExplained = this.#excess <= 0;
		const shortfall = Math.max(0, -mostMargin);
		return {
			shortfall,
			shortfallNoise: isExplained ? Math.max(this.#explained, shortfall) : this.#explained,
			leastMargin,
			mostMargin,
			belowLeast: apart(leastMargin, this.#score - this.#off - this.#worst.perhaps),
			aboveMost: apart(this.#score + this.#off - this.#worst.sure, mostMargin)
		};
	}
}

function apart(a: number, b: number): number {
	return a === b ? 0 : a - b;
}

interface KeptBy {
	surely(tokenId: number): boolean;
	perhaps(tokenId: number): boolean;
}

/** One end of what every x can be: all of them as large, or as small, as noise can make them. */
class Extreme {
	/** By token. */
	readonly #values: Float64Array;
	/** The same, largest first. */
	readonly #sorted: Float64Array;
	/** Entry i is the weight of the first i. */
	readonly #mass: Float64Array;

	/** @param max what weights are measured against: e^(value − max) */
	constructor(x: Float64Array, off: (tokenId: number) => number, max: number) {
		this.#values = x.map((value, id) => value + off(id));
		this.#sorted = this.#values.filter((value) => value > -Infinity).sort();
		this.#sorted.reverse();
		this.#mass = new Float64Array(this.#sorted.length + 1);
		for (const [i, value] of this.#sorted.entries()) {
			this.#mass[i + 1] = (this.#mass[i] ?? 0) + exp(value - max);
		}
	}

	of(tokenId: number): number {
		return this.#values[tokenId] ?? -Infinity;
	}

	/** From 0; −Infinity beyond the last. */
	ranked(rank: number): number {
		return this.#sorted[rank] ?? -Infinity;
	}

	/** Weight of the first `count`. */
	mass(count: number): number {
		return this.#mass[Math.min(count, this.#sorted.length)] ?? 0;
	}

	/** How many are as large as `edge`, or above it. */
	countFrom(edge: number): number {
		return this.#countFirst((value) => value >= edge);
	}

	countAbove(edge: number): number {
		return this.#countFirst((value) => value > edge);
	}

	/** @param isIn holds of the largest, down to some rank */
	#countFirst(isIn: (value: number) => boolean): number {
		let low = 0;
		let high = this.#sorted.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (isIn(this.ranked(middle))) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}

/**
 * Of values that may be off, the m-th largest lies between the m-th largest of the smallest that they
 * can be (`low`) and that of the largest (`high`). All bounds below follow from that.
 */
function keptBy(
	x: Float64Array,
	{ top_k: topK, top_p: topP, min_p: minP }: FilterSettings,
	off: (tokenId: number) => number
): KeptBy {
	const max = x.reduce((most, value) => Math.max(most, value), -Infinity);
	const low = new Extreme(x, (id) => -off(id), max);
	const high = new Extreme(x, off, max);
	const k = topK === 0 ? x.length : topK;
	const lnMinP = minP === 0 ? -Infinity : ln(minP);
	const perhaps = (id: number): Kept => {
		const value = high.of(id);
		const before = low.countAbove(value);
		return {
			top_k: before < k,
			top_p: isPerhapsInNucleus(topP, low.mass(before), high.mass(k) - high.mass(before)),
			min_p: value >= low.ranked(0) + lnMinP
		};
	};
	const surely = (id: number): Kept => {
		const value = low.of(id);
		// The token itself is one of them.
		const before = high.countFrom(value) - 1;
		const weight = exp(high.of(id) - max);
		const rest = exp(value - max) + Math.max(0, low.mass(k) - low.mass(before + 1));
		const rival = high.ranked(high.ranked(0) === high.of(id) ? 1 : 0);
		return {
			top_k: before < k,
			top_p: isSurelyInNucleus(topP, high.mass(before + 1) - weight, rest),
			min_p: value >= rival + lnMinP
		};
	};
	return { perhaps: (id) => byAll(perhaps(id)), surely: (id) => byAll(surely(id)) };
}

/** What each filter does with a token. */
type Kept = Readonly<Record<FilterName, boolean>>;

const byAll = (kept: Kept): boolean => FILTER_NAMES.every((name) => kept[name]);

/** What rounding of sums can hide, as a share of the whole. */
const ROUNDING = 1e-13;

/** The nucleus continues while what comes before is less than its share of the whole. */
function isSurelyInNucleus(topP: number, before: number, rest: number): boolean {
	if (topP >= 1 || before <= 0) return true;
	// Weights beyond every number compare as false: then nothing is sure.
	return before * (1 - topP + ROUNDING) < topP * rest;
}

function isPerhapsInNucleus(topP: number, before: number, rest: number): boolean {
	return topP >= 1 || !(before * (1 - topP - ROUNDING) >= topP * rest);
}
