/**
 * Python's `random.Random`, number for number: MT19937 and what CPython 3.11 and later build on it. The
 * harness draws its examples with it, so another generator would give other prompts.
 *
 * Source: CPython, Modules/_randommodule.c and Lib/random.py.
 */

const SIZE = 624;
const SHIFT = 397;

/** Bits and words per draw. */
const WORD_BITS = 32;

/** The state's first fill, before the key is mixed in. */
const FIRST_SEED = 19650218;

/** 32 bits at a time, the lowest first; at least one. */
function wordsOf(seed: bigint): number[] {
	const words: number[] = [];
	for (let rest = seed < 0n ? -seed : seed; rest > 0n; rest >>= 32n) {
		words.push(Number(rest & 0xffffffffn));
	}
	return words.length === 0 ? [0] : words;
}

function twist(high: number, low: number): number {
	const mixed = (high & 0x80000000) | (low & 0x7fffffff);
	return (mixed >>> 1) ^ (low & 1 ? 0x9908b0df : 0);
}

/** As Python raises `ValueError` for draws that cannot be made. */
export class RandomDrawError extends RangeError {}

export class PythonRandom {
	readonly #state = new Uint32Array(SIZE);
	#at = SIZE;

	/** @param seed a whole number of any size and sign: only its magnitude counts, as in Python */
	constructor(seed: number | bigint) {
		this.#seedByWords(wordsOf(BigInt(seed)));
	}

	#seedByWord(seed: number): void {
		const state = this.#state;
		state[0] = seed;
		for (let i = 1; i < SIZE; i++) {
			const before = state[i - 1] ?? 0;
			state[i] = Math.imul(1812433253, before ^ (before >>> 30)) + i;
		}
		this.#at = SIZE;
	}

	#seedByWords(key: readonly number[]): void {
		const state = this.#state;
		this.#seedByWord(FIRST_SEED);
		let i = 1;
		const step = (factor: number, add: number, subtract: number) => {
			const before = state[i - 1] ?? 0;
			state[i] = ((state[i] ?? 0) ^ Math.imul(before ^ (before >>> 30), factor)) + add - subtract;
			i += 1;
			if (i < SIZE) return;
			state[0] = state[SIZE - 1] ?? 0;
			i = 1;
		};
		for (let k = 0; k < Math.max(SIZE, key.length); k++) {
			const j = k % key.length;
			step(1664525, (key[j] ?? 0) + j, 0);
		}
		for (let k = 0; k < SIZE - 1; k++) step(1566083941, 0, i);
		state[0] = 0x80000000;
	}

	#refill(): void {
		const state = this.#state;
		for (let i = 0; i < SIZE; i++) {
			const next = state[(i + 1) % SIZE] ?? 0;
			state[i] = (state[(i + SHIFT) % SIZE] ?? 0) ^ twist(state[i] ?? 0, next);
		}
		this.#at = 0;
	}

	/** 32 bits. */
	#word(): number {
		if (this.#at >= SIZE) this.#refill();
		let word = this.#state[this.#at] ?? 0;
		this.#at += 1;
		word ^= word >>> 11;
		word ^= (word << 7) & 0x9d2c5680;
		word ^= (word << 15) & 0xefc60000;
		return (word ^ (word >>> 18)) >>> 0;
	}

	/** As `random()`: 53 bits, from 0 up to 1. */
	random(): number {
		const high = this.#word() >>> 5;
		const low = this.#word() >>> 6;
		return (high * 67108864 + low) / 9007199254740992;
	}

	/** As `getrandbits(bits)`. @param bits 0 or more; more than 53 need a bigint to hold them */
	getrandbits(bits: number): bigint {
		if (!Number.isInteger(bits) || bits < 0) {
			throw new RandomDrawError('number of bits must be non-negative');
		}
		let value = 0n;
		for (let done = 0; done < bits; done += WORD_BITS) {
			const wanted = Math.min(WORD_BITS, bits - done);
			value |= BigInt(this.#word() >>> (WORD_BITS - wanted)) << BigInt(done);
		}
		return value;
	}

	/** As `_randbelow(limit)`: whole, from 0 up to the limit, by drawing again what is too large. */
	below(limit: number): number {
		if (!Number.isInteger(limit) || limit < 1 || limit > 0xffffffff) {
			throw new RandomDrawError(`cannot draw below ${limit}`);
		}
		const unused = Math.clz32(limit);
		for (;;) {
			const value = this.#word() >>> unused;
			if (value < limit) return value;
		}
	}

	/** As `choice(items)`. */
	choice<T>(items: readonly T[]): T {
		if (items.length === 0) throw new RandomDrawError('Cannot choose from an empty sequence');
		return items[this.below(items.length)] as T;
	}

	/** As `choices(items, k=count)`, without weights. */
	choices<T>(items: readonly T[], count: number): T[] {
		if (items.length === 0) throw new RandomDrawError('list index out of range');
		return Array.from(
			{ length: count },
			() => items[Math.floor(this.random() * items.length)] as T
		);
	}

	/** As `shuffle(items)`, which changes the list it is given. */
	shuffle(items: unknown[]): void {
		for (let i = items.length - 1; i > 0; i--) {
			const j = this.below(i + 1);
			[items[i], items[j]] = [items[j], items[i]];
		}
	}

	/**
	 * As `sample(items, count)`.
	 *
	 * @throws RandomDrawError when there are fewer items
	 */
	sample<T>(items: readonly T[], count: number): T[] {
		const { length } = items;
		if (count < 0 || count > length) {
			throw new RandomDrawError('Sample larger than population or is negative');
		}
		return length <= poolLimit(count)
			? this.#sampleFromPool(items, count)
			: this.#sampleByPlaces(items, count);
	}

	#sampleFromPool<T>(items: readonly T[], count: number): T[] {
		const pool = [...items];
		return Array.from({ length: count }, (_, i) => {
			const place = this.below(pool.length - i);
			const drawn = pool[place] as T;
			pool[place] = pool[pool.length - i - 1] as T;
			return drawn;
		});
	}

	#sampleByPlaces<T>(items: readonly T[], count: number): T[] {
		const taken = new Set<number>();
		return Array.from({ length: count }, () => {
			let place = this.below(items.length);
			while (taken.has(place)) place = this.below(items.length);
			taken.add(place);
			return items[place] as T;
		});
	}
}

/** The longest list of which CPython makes a copy to draw from: what a set of that many would take. */
function poolLimit(count: number): number {
	if (count <= 5) return 21;
	// 4 to the power of ceil(log4(3 count)). No power of 4 is 3 times a whole number, so that nothing
	// hangs on how the logarithm is rounded.
	let power = 1;
	while (power < 3 * count) power *= 4;
	return 21 + power;
}
