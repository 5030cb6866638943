/** Numbers that look like chance and come again with their seed. */
export class Random {
	#state: number;

	/** @param seed a whole number from 0 to 2^32 - 1 */
	constructor(seed: number) {
		this.#state = seed >>> 0;
	}

	/** In [0, 1). @see mulberry32, by T. Ettinger (public domain) */
	next(): number {
		this.#state = (this.#state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	}

	/** A whole number from 0 to `below` - 1. */
	int(below: number): number {
		return Math.floor(this.next() * below);
	}

	chance(probability: number): boolean {
		return this.next() < probability;
	}

	pick<T>(items: readonly T[]): T {
		const item = items[this.int(items.length)];
		if (item === undefined && items.length === 0) throw new Error('nothing to pick from');
		return item as T;
	}
}
