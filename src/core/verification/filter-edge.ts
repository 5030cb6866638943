/**
 * Filters have sharp edges: a token whose probability lies within noise of top-k's, top-p's or
 * min-p's edge is kept on one device and dropped on another. What the scores say then is asked here,
 * with every token that may be in or out counted in the claim's favour.
 */
import { exp } from '../sampling/exp-ln.ts';
import {
	FILTER_NAMES,
	isFilterOn,
	type FilterName,
	type FilterSettings
} from '../sampling/filters.ts';

interface Candidate {
	readonly id: number;
	/** Adjusted logit over temperature. */
	readonly x: number;
	/** e^(x − largest x) */
	readonly weight: number;
}

/** Whether a filter is on at all: without one there is no edge. */
export function hasEdge(settings: FilterSettings): boolean {
	return FILTER_NAMES.some((name) => isFilterOn(name, settings));
}

/** What can be said of a token when every x may be off, all filters' edges counted in its favour. */
export interface EdgeRange {
	/** The smallest that it can have, in nats, 0 or more; Infinity when the filters drop it for certain. */
	readonly shortfall: number;
	/** Its score minus that of the best other token that is perhaps kept; Infinity when there is none. */
	readonly leastMargin: number;
	/** Its score minus that of the best other token that is surely kept; Infinity when there is none. */
	readonly mostMargin: number;
}

/**
 * How a token fares when every x may be off by `tolerance`: whoever stands within noise of a filter's
 * edge may be in or out. What noise does to the scores themselves is not in it.
 *
 * @param options.x adjusted logits over temperature, shape [vocabularySize]; −Infinity: impossible
 * @param options.noise the Gumbel noise of a token at this position, in nats
 * @param options.tolerance in nats, small against 1
 */
export function rangeAtEdge(options: {
	readonly x: Float64Array;
	readonly filters: FilterSettings;
	readonly tokenId: number;
	readonly noise: (tokenId: number) => number;
	readonly tolerance: number;
}): EdgeRange {
	const { x, filters, tokenId, noise, tolerance } = options;
	const sorted = sortedCandidates(x);
	const isKept = keptBy(sorted, filters, tolerance);
	let score = -Infinity;
	let bestSure = -Infinity;
	let bestPerhaps = -Infinity;
	for (const [index, { id, x: value }] of sorted.entries()) {
		if (!isKept.perhaps(index)) continue;
		const own = value + noise(id);
		if (id === tokenId) {
			score = own;
			continue;
		}
		bestPerhaps = Math.max(bestPerhaps, own);
		if (isKept.surely(index)) bestSure = Math.max(bestSure, own);
	}
	return {
		shortfall: score === -Infinity ? Infinity : Math.max(0, bestSure - score),
		leastMargin: score - bestPerhaps,
		mostMargin: score - bestSure
	};
}

/** By (x descending, id ascending). */
function sortedCandidates(x: Float64Array): Candidate[] {
	const ids: number[] = [];
	for (const [id, value] of x.entries()) if (value > -Infinity) ids.push(id);
	const at = (id: number): number => x[id] ?? 0;
	ids.sort((a, b) => at(b) - at(a) || a - b);
	const max = at(ids[0] ?? 0);
	return ids.map((id) => ({ id, x: at(id), weight: exp(at(id) - max) }));
}

/** Whether a filter keeps the candidate at an index, when every x may be off by a tolerance. */
interface KeptBy {
	surely(index: number): boolean;
	perhaps(index: number): boolean;
}

function keptBy(
	sorted: readonly Candidate[],
	{ top_k: topK, top_p: topP, min_p: minP }: FilterSettings,
	tolerance: number
): KeptBy {
	// Two x may move towards each other.
	const apart = 2 * tolerance;
	const k = topK === 0 ? sorted.length : Math.min(topK, sorted.length);
	const edges: Readonly<Record<FilterName, KeptBy>> = {
		top_k: keptByTop(sorted, k, apart),
		top_p: keptByNucleus(sorted, { k, p: topP }, apart),
		min_p: keptByMin(sorted, minP, apart)
	};
	return {
		surely: (index) => FILTER_NAMES.every((name) => edges[name].surely(index)),
		perhaps: (index) => FILTER_NAMES.every((name) => edges[name].perhaps(index))
	};
}

/** @param k at most as many as there are */
function keptByTop(sorted: readonly Candidate[], k: number, apart: number): KeptBy {
	const lastIn = sorted[k - 1]?.x ?? -Infinity;
	const firstOut = sorted[k]?.x ?? -Infinity;
	const x = (index: number): number => sorted[index]?.x ?? -Infinity;
	return {
		surely: (index) => index < k && x(index) > firstOut + apart,
		perhaps: (index) => x(index) >= lastIn - apart
	};
}

/** @param options.k how many are left to it */
function keptByNucleus(
	sorted: readonly Candidate[],
	{ k, p }: { readonly k: number; readonly p: number },
	apart: number
): KeptBy {
	if (p >= 1) return { surely: () => true, perhaps: () => true };
	const mass = cumulativeMass(sorted, k);
	const total = mass[k] ?? 0;
	// A sum of e^x moves by a factor of e^tolerance at most, a quotient of two by twice that.
	const target = (sign: 1 | -1): number => total * p * (1 + sign * 2 * apart);
	const x = (index: number): number => sorted[index]?.x ?? -Infinity;
	const weight = (index: number): number => sorted[index]?.weight ?? 0;
	const massAbove = (edge: number): number => mass[Math.min(k, countAbove(sorted, edge))] ?? 0;
	return {
		// Whatever may overtake it stands before it; it does not stand before itself.
		surely: (index) => massAbove(x(index) - apart) - weight(index) < target(-1),
		perhaps: (index) => massAbove(x(index) + apart) < target(1)
	};
}

function keptByMin(sorted: readonly Candidate[], p: number, apart: number): KeptBy {
	const floor = (sign: 1 | -1): number => p * (1 - sign * 2 * apart);
	const weight = (index: number): number => sorted[index]?.weight ?? 0;
	const isAlone = (sorted[1]?.x ?? -Infinity) < (sorted[0]?.x ?? -Infinity) - apart;
	return {
		surely: (index) => weight(index) >= floor(-1) || (index === 0 && isAlone),
		perhaps: (index) => weight(index) >= floor(1)
	};
}

/** Entry i is the weight of the first i candidates. */
function cumulativeMass(sorted: readonly Candidate[], k: number): Float64Array {
	const mass = new Float64Array(k + 1);
	for (let i = 0; i < k; i++) mass[i + 1] = (mass[i] ?? 0) + (sorted[i]?.weight ?? 0);
	return mass;
}

/** How many candidates have an x above `edge`. */
function countAbove(sorted: readonly Candidate[], edge: number): number {
	let low = 0;
	let high = sorted.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((sorted[middle]?.x ?? 0) > edge) low = middle + 1;
		else high = middle;
	}
	return low;
}
