/** The tokens that a draw may still choose, and the filters that narrow them down. */
import { AppError } from '../errors.ts';
import { exp, ln } from './exp-ln.ts';
import type { Filterable } from './filters.ts';

/** Above this many tokens a histogram finds the nucleus's edge before anything is sorted. */
const SORT_ALL_BELOW = 1024;
const BUCKETS = 1024;
const BUCKETS_PER_NAT = 32;

export interface NucleusEdge {
	/** Of the nucleus's last token. */
	readonly x: number;
	/** How many tokens the nucleus has. */
	readonly count: number;
}

/**
 * Parallel arrays of token ids (ascending) and their scaled logits. One object serves a whole run:
 * after the first draw nothing of the vocabulary's size is allocated again.
 */
export class Candidates implements Filterable {
	/** Token ids, ascending; the first `count` are valid. */
	ids = new Uint32Array(0);
	/** x of each id: adjusted logit over temperature. */
	x = new Float64Array(0);
	count = 0;
	#scratch = new Float64Array(0);
	/** e^(x − largest x) of each candidate, while the nucleus is looked for. */
	#weights = new Float64Array(0);
	readonly #massByBucket = new Float64Array(BUCKETS);

	/**
	 * Takes every token that is not at −Infinity.
	 *
	 * @param adjusted shape [vocabularySize], after penalties and bias
	 * @param temperature above 0
	 * @throws AppError `engine-failed` when no token is left
	 */
	load(adjusted: Float64Array, temperature: number): void {
		const size = adjusted.length;
		this.#resize(size);
		const { ids, x } = this;
		let count = 0;
		for (let id = 0; id < size; id++) {
			const value = (adjusted[id] ?? 0) / temperature;
			if (value === -Infinity) continue;
			ids[count] = id;
			x[count] = value;
			count++;
		}
		if (count === 0) throw new AppError('engine-failed', 'every logit is −Infinity');
		this.count = count;
	}

	/**
	 * Takes some tokens of the vocabulary, and of these every one that is not at −Infinity.
	 *
	 * @param tokenIds ascending
	 * @param adjusted of each of these tokens, after penalties and bias
	 * @param temperature above 0
	 */
	loadSome(tokenIds: Uint32Array, adjusted: Float64Array, temperature: number): void {
		this.#resize(tokenIds.length);
		const { ids, x } = this;
		let count = 0;
		for (let i = 0; i < tokenIds.length; i++) {
			const value = (adjusted[i] ?? 0) / temperature;
			if (value === -Infinity) continue;
			ids[count] = tokenIds[i] ?? 0;
			x[count] = value;
			count++;
		}
		this.count = count;
	}

	/** top_k: keeps the `k` best by (x descending, id ascending); 0 keeps all. */
	keepTop(k: number): void {
		if (k === 0 || k >= this.count) return;
		this.#keepBest(this.#kthLargest(k), k);
	}

	/** top_p: keeps the shortest prefix of (x descending, id ascending) whose mass reaches `p` of the mass left. */
	keepNucleus(p: number): void {
		if (p >= 1 || this.count === 1) return;
		const edge = this.nucleusEdge(p, 0);
		if (edge !== null) this.keepUntil(edge);
	}

	/**
	 * Where the nucleus ends, when there are tokens besides these.
	 *
	 * @param p above 0, at most 1
	 * @param outsideMass of the others, in units of exp(the largest x here); none of these is larger
	 *   than the nucleus's last token
	 * @returns null when all tokens here are not enough
	 */
	nucleusEdge(p: number, outsideMass: number): NucleusEdge | null {
		const { x, count } = this;
		const weights = this.#weights;
		const max = this.max();
		let total = outsideMass;
		for (let i = 0; i < count; i++) {
			const weight = exp((x[i] ?? 0) - max);
			weights[i] = weight;
			total += weight;
		}
		const target = p * total;

		const sorted = this.#likelyEnough(max, target).sort(); // ascending
		let mass = 0;
		for (let i = sorted.length - 1; i >= 0; i--) {
			const value = sorted[i] ?? 0;
			mass += exp(value - max);
			if (mass >= target) return { x: value, count: sorted.length - i };
		}
		return null;
	}

	/** Keeps the `count` best by (x descending, id ascending), the last of which has x = `edge.x`. */
	keepUntil(edge: NucleusEdge): void {
		this.#keepBest(edge.x, edge.count);
	}

	/** min_p: keeps what is at least `p` times as likely as the likeliest; 0 keeps all. */
	keepMin(p: number): void {
		if (p === 0) return;
		const { ids, x, count } = this;
		const max = this.max();
		const hopeless = ln(p) - 1e-6; // spares exp where the answer is clear
		let kept = 0;
		for (let i = 0; i < count; i++) {
			const value = x[i] ?? 0;
			if (value - max < hopeless || exp(value - max) < p) continue;
			ids[kept] = ids[i] ?? 0;
			x[kept] = value;
			kept++;
		}
		this.count = kept;
	}

	/** Where a token is in `ids`, or −1 when it has been filtered out. */
	indexOf(tokenId: number): number {
		return this.ids.subarray(0, this.count).indexOf(tokenId);
	}

	/** The largest x; −Infinity when nothing is left. */
	max(): number {
		const { x, count } = this;
		let max = -Infinity;
		for (let i = 0; i < count; i++) max = (x[i] ?? 0) > max ? (x[i] ?? 0) : max;
		return max;
	}

	#resize(size: number): void {
		if (this.ids.length === size) return;
		this.ids = new Uint32Array(size);
		this.x = new Float64Array(size);
		this.#scratch = new Float64Array(size);
		this.#weights = new Float64Array(size);
	}

	/** Keeps the `keep` best by (x descending, id ascending), given that the last of them has x = `threshold`. */
	#keepBest(threshold: number, keep: number): void {
		const { ids, x, count } = this;
		let ties = keep;
		for (let i = 0; i < count; i++) if ((x[i] ?? 0) > threshold) ties--;
		let kept = 0;
		for (let i = 0; i < count; i++) {
			const value = x[i] ?? 0;
			if (value < threshold) continue;
			if (value === threshold && ties-- <= 0) continue;
			ids[kept] = ids[i] ?? 0;
			x[kept] = value;
			kept++;
		}
		this.count = kept;
	}

	/** The k-th largest x: a min-heap of the k largest so far, so most tokens cost one comparison. */
	#kthLargest(k: number): number {
		const { x, count } = this;
		const heap = this.#scratch;
		for (let i = 0; i < k; i++) heap[i] = x[i] ?? 0;
		for (let i = (k >> 1) - 1; i >= 0; i--) siftDown(heap, k, i, heap[i] ?? 0);
		for (let i = k; i < count; i++) {
			const value = x[i] ?? 0;
			if (value > (heap[0] ?? 0)) siftDown(heap, k, 0, value);
		}
		return heap[0] ?? 0;
	}

	/**
	 * The x of the likeliest tokens, unordered: some prefix of the order that surely holds `target`
	 * of mass, found by a histogram so that the long tail is never sorted.
	 */
	#likelyEnough(max: number, target: number): Float64Array {
		const { x, count } = this;
		const values = this.#scratch;
		const last = count > SORT_ALL_BELOW ? this.#lastBucket(max, target) : BUCKETS - 1;
		let size = 0;
		for (let i = 0; i < count; i++) {
			const value = x[i] ?? 0;
			if (bucketOf(max - value) <= last) values[size++] = value;
		}
		return values.subarray(0, size);
	}

	#lastBucket(max: number, target: number): number {
		const { x, count } = this;
		const weights = this.#weights;
		const massByBucket = this.#massByBucket.fill(0);
		for (let i = 0; i < count; i++) {
			const bucket = bucketOf(max - (x[i] ?? 0));
			massByBucket[bucket] = (massByBucket[bucket] ?? 0) + (weights[i] ?? 0);
		}
		let mass = 0;
		// The slack covers that these sums round differently from the one in sorted order.
		const surely = target * (1 + 1e-9);
		for (let bucket = 0; bucket < BUCKETS; bucket++) {
			mass += massByBucket[bucket] ?? 0;
			if (mass >= surely) return bucket;
		}
		return BUCKETS - 1;
	}
}

function bucketOf(distance: number): number {
	const bucket = distance * BUCKETS_PER_NAT;
	return bucket < BUCKETS - 1 ? bucket | 0 : BUCKETS - 1;
}

/** Puts `value` at `index` of a min-heap of `size` and lets it sink to its place. */
function siftDown(heap: Float64Array, size: number, index: number, value: number): void {
	for (;;) {
		let child = 2 * index + 1;
		if (child >= size) break;
		if (child + 1 < size && (heap[child + 1] ?? 0) < (heap[child] ?? 0)) child++;
		const smaller = heap[child] ?? 0;
		if (smaller >= value) break;
		heap[index] = smaller;
		index = child;
	}
	heap[index] = value;
}
