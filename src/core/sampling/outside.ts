/**
 * What can be said of the tokens whose logits were not kept, while the filters go over the others:
 * bounds that hold whatever those logits were.
 */
import type { Candidates } from './candidates.ts';
import { exp, ln } from './exp-ln.ts';
import type { Filterable } from './filters.ts';
import { keptIndex, type KeptLogits } from './kept-logits.ts';
import { seedKey, gumbelFromUniform, uniformOf } from './noise.ts';
import type { Penalties } from './penalties.ts';
import { philox4x32 } from './philox.ts';
import { tailMassAt, type Range } from './tail.ts';

/** Rounding differs between adding up kept tokens and the whole vocabulary. */
const ROUNDING = 1e-9;

/** The raw logit of a token after some of the steps before temperature. */
export type Adjust = (tokenId: number, logit: number) => number;

/** The largest that any token outside can be after penalties and bias; −Infinity without any. */
export function ceilingOutside(kept: KeptLogits, penalties: Penalties): number {
	if (kept.tail === null) return -Infinity;
	const { floor } = kept.tail;
	let ceiling = floor;
	for (const id of outsideTouched(kept, penalties)) {
		ceiling = Math.max(ceiling, penalties.biased(id, penalties.penalized(id, floor)));
	}
	return ceiling;
}

/**
 * Σ exp((adjusted − reference) / temperature) over the tokens outside.
 *
 * @param adjust null for raw logits
 */
export function massOutside(
	kept: KeptLogits,
	penalties: Penalties,
	adjust: Adjust | null,
	{ temperature, reference }: { readonly temperature: number; readonly reference: number }
): Range {
	if (kept.tail === null) return { low: 0, high: 0 };
	const { floor } = kept.tail;
	const tail = tailMassAt(kept.tail, temperature);
	const factor = exp((floor - reference) / temperature);
	let { low } = tail;
	let high = scaled(tail.high, factor);
	const touched = adjust === null ? [] : [...outsideTouched(kept, penalties)];
	for (const id of touched) {
		const after = adjust?.(id, floor) ?? floor;
		// Where in the tail it stood is not known: it may have been its top, and may be anywhere below now.
		low -= 1;
		high += exp((after - reference) / temperature);
	}
	return { low: scaled(Math.max(0, low), factor), high };
}

/** Far above the reference a factor is Infinity; nothing stays nothing even then. */
function scaled(mass: number, factor: number): number {
	return mass === 0 ? 0 : mass * factor;
}

/** Penalties and bias may change only a few of the tokens outside. */
function outsideTouched(kept: KeptLogits, penalties: Penalties): Set<number> {
	const touched = new Set<number>();
	for (const id of penalties.touched()) {
		if (id < kept.vocabularySize && keptIndex(kept, id) === -1) touched.add(id);
	}
	return touched;
}

/**
 * The filters over kept tokens, with an eye on those outside. While nothing outside can be left, this
 * is `Candidates` and nothing else.
 */
export class BoundedFilters implements Filterable {
	/** Whether any token outside may still be left. */
	mayStay: boolean;
	/** Kept tokens with an x above this are certainly left; the others only if the bounds were tight. */
	certainAbove = -Infinity;
	/** No token outside has a larger x. */
	readonly ceiling: number;
	readonly #candidates: Candidates;
	/** Σ exp(x − reference) over the tokens outside that may be left. */
	#mass: Range;
	readonly #reference: number;

	/** @param outside of tokens outside, after temperature; a `ceiling` of −Infinity says there are none */
	constructor(
		candidates: Candidates,
		outside: { readonly ceiling: number; readonly mass: Range; readonly reference: number }
	) {
		this.#candidates = candidates;
		this.ceiling = outside.ceiling;
		this.mayStay = outside.ceiling > -Infinity;
		this.#mass = outside.mass;
		this.#reference = outside.reference;
	}

	/** Σ exp(x − max) over the tokens outside that may be left, with the largest x of the kept ones. */
	get mass(): Range {
		if (!this.mayStay) return { low: 0, high: 0 };
		const factor = exp(this.#reference - this.#candidates.max());
		return { low: scaled(this.#mass.low, factor), high: scaled(this.#mass.high, factor) };
	}

	keepTop(k: number): void {
		if (k === 0) return;
		const above = countAbove(this.#candidates, this.ceiling);
		this.#candidates.keepTop(k);
		if (above >= k) this.mayStay = false;
		if (!this.mayStay) return;
		this.certainAbove = this.ceiling;
		this.#mass = { low: 0, high: this.#mass.high };
	}

	keepNucleus(p: number): void {
		if (p >= 1) return;
		const candidates = this.#candidates;
		if (!this.mayStay && this.certainAbove === -Infinity) {
			candidates.keepNucleus(p);
			return;
		}
		const { low, high } = this.mass;
		const least = candidates.nucleusEdge(p * (1 - ROUNDING), low - this.#doubtfulMass());
		const most = candidates.nucleusEdge(p * (1 + ROUNDING), high);
		if (most !== null) candidates.keepUntil(most);
		this.mayStay &&= most === null || most.x <= this.ceiling;
		if (this.mayStay) this.certainAbove = Math.max(this.certainAbove, this.ceiling);
		// Between the smallest and the largest nucleus that the bounds allow, nothing is certain.
		if (least !== null && least.count !== most?.count) {
			this.certainAbove = Math.max(this.certainAbove, least.x);
		}
	}

	keepMin(p: number): void {
		if (p === 0) return;
		const max = this.#candidates.max();
		this.#candidates.keepMin(p);
		if (!this.mayStay) return;
		if (max <= this.ceiling) this.certainAbove = Infinity;
		else if (this.ceiling - max < ln(p) - 1e-6) this.mayStay = false;
	}

	/** Σ exp(x − max) over the kept tokens that may have been dropped before. */
	#doubtfulMass(): number {
		const { x, count } = this.#candidates;
		if (this.certainAbove === -Infinity) return 0;
		const max = this.#candidates.max();
		let mass = 0;
		for (let i = 0; i < count; i++) {
			const value = x[i] ?? 0;
			if (value <= this.certainAbove) mass += exp(value - max);
		}
		return mass;
	}
}

function countAbove({ x, count }: Candidates, bound: number): number {
	let above = 0;
	for (let i = 0; i < count; i++) if ((x[i] ?? 0) > bound) above++;
	return above;
}

const loudestOf = new WeakMap<KeptLogits, { seed: bigint; position: number; noise: number }>();

/**
 * The largest noise that any token outside gets at a position: one pass over the whole vocabulary,
 * remembered, because settings change more often than seed and position.
 */
export function loudestOutside(kept: KeptLogits, seed: bigint, position: number): number {
	const known = loudestOf.get(kept);
	if (known?.seed === seed && known.position === position) return known.noise;
	const noise = findLoudest(kept, seed, position);
	loudestOf.set(kept, { seed, position, noise });
	return noise;
}

function findLoudest(kept: KeptLogits, seed: bigint, position: number): number {
	const [low, high] = seedKey(seed);
	const words = new Uint32Array(4);
	let next = 0;
	let loudest = 0;
	for (let id = 0; id < kept.vocabularySize; id++) {
		if ((id & 1) === 0) philox4x32(words, id >>> 1, position, 0, 0, low, high);
		if (kept.ids[next] === id) {
			next++;
			continue;
		}
		const u = uniformOf(words, id);
		if (u > loudest) loudest = u;
	}
	return loudest === 0 ? -Infinity : gumbelFromUniform(loudest);
}
