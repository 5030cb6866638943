import { philox4x32 } from '#core/sampling/philox.ts';
import type { Chooser, Starts } from './chooser.ts';

/** Second word of every Philox key of this world ("GLAS"), so that no other use shares its numbers. */
const WORLD_KEY = 0x474c4153;
const TWO_TO_32 = 4294967296;

/** Anyone who wants to know how a document came about; called as it is written. */
export interface WriterListener {
	/**
	 * One of several options was chosen.
	 *
	 * @param weight the option's odds @param total the odds of all options together
	 * @param count how many options there were
	 */
	chose(weight: number, total: number, count: number): void;
	said(text: string): void;
}

/** Writes a document: draws every choice from Philox. */
export class Writer implements Chooser {
	text = '';
	readonly #listener: WriterListener | undefined;
	readonly #words = new Uint32Array(4);
	readonly #key: number;
	readonly #low: number;
	readonly #high: number;
	#drawn = 0;

	/**
	 * @param streamKey first word of the Philox key
	 * @param index the document's number, 0 to 2^53 - 1
	 */
	constructor(streamKey: number, index: number, listener?: WriterListener) {
		this.#listener = listener;
		this.#key = streamKey;
		this.#low = index >>> 0;
		this.#high = Math.floor(index / TWO_TO_32) >>> 0;
	}

	choose(starts: Starts, weights?: readonly number[]): number {
		const count = starts.length;
		if (count === 1) return 0;
		const fraction = this.#draw() / TWO_TO_32;
		if (weights === undefined) {
			this.#listener?.chose(1, count, count);
			return Math.floor(fraction * count);
		}
		let total = 0;
		for (const weight of weights) total += weight;
		let rest = Math.floor(fraction * total);
		let option = 0;
		while (rest >= (weights[option] as number)) rest -= weights[option++] as number;
		this.#listener?.chose(weights[option] as number, total, count);
		return option;
	}

	say(text: string): void {
		this.text += text;
		this.#listener?.said(text);
	}

	reject(): never {
		throw new Error(`The grammar has a dead end after: ${this.text}`);
	}

	/** Draw n is word n mod 4 of the block with counter (floor(n / 4), index low, index high, 0). */
	#draw(): number {
		const word = this.#drawn & 3;
		if (word === 0) {
			philox4x32(this.#words, this.#drawn >>> 2, this.#low, this.#high, 0, this.#key, WORLD_KEY);
		}
		this.#drawn++;
		return this.#words[word] as number;
	}
}
