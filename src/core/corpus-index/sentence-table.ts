/**
 * Every different sentence of a corpus, once: how often it occurs and where first. Texts are not
 * kept: an exact sentence is known by 64 bits of hash, its words by their numbers. (Two sentences
 * with the same 64 bits would be taken for one; `tools/sprout/check-corpus.ts` shows that the corpus
 * has no such.)
 */
import { GrowingUint16, GrowingUint32 } from './growing.ts';
import { splitWords } from './split-words.ts';
import { UNKNOWN_WORD, Vocabulary } from './vocabulary.ts';

const PRIME_A = 0x01000193; // FNV-1a
const BASIS_A = 0x811c9dc5;
const PRIME_B = 0x85ebca6b; // a multiplier of MurmurHash3
const BASIS_B = 0x9747b28c;

/** MurmurHash3's last step: every bit of the input reaches every bit of the output. */
function mix(hash: number): number {
	hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return (hash ^ (hash >>> 16)) >>> 0;
}

export class SentenceTable {
	readonly vocabulary = new Vocabulary();
	/** Word numbers of all sentences, one after another: small letters, without punctuation. */
	readonly words: GrowingUint16;
	/** Where in `words` each sentence begins; one more entry closes the last one. */
	readonly starts: GrowingUint32;
	/** How often each sentence occurs. */
	readonly counts: GrowingUint32;
	/** The occurrence with which each sentence was first seen. */
	readonly firsts: GrowingUint32;
	readonly #hashesA: GrowingUint32;
	readonly #hashesB: GrowingUint32;
	/** Open addressing: sentence number + 1; 0 is empty. */
	#slots: Uint32Array;
	#hashA = 0;
	#hashB = 0;

	/** @param capacity different sentences until it first has to grow */
	constructor(capacity: number) {
		this.words = new GrowingUint16(capacity * 7);
		this.starts = new GrowingUint32(capacity + 1);
		this.starts.push(0);
		this.counts = new GrowingUint32(capacity);
		this.firsts = new GrowingUint32(capacity);
		this.#hashesA = new GrowingUint32(capacity);
		this.#hashesB = new GrowingUint32(capacity);
		let size = 1024;
		while (size < 2 * capacity) size *= 2;
		this.#slots = new Uint32Array(size);
	}

	/** Different sentences. */
	get size(): number {
		return this.counts.length;
	}

	/**
	 * Counts one occurrence of the sentence at `from` to `to` of a text.
	 *
	 * @param occurrence its number, kept for a sentence that is new
	 * @returns the sentence's number
	 */
	add(text: string, from: number, to: number, occurrence: number): number {
		this.#hash(text, from, to);
		const slot = this.#slotOf();
		const known = this.#slots[slot] as number;
		if (known !== 0) {
			(this.counts.values[known - 1] as number)++;
			return known - 1;
		}
		const number = this.size;
		this.#slots[slot] = number + 1;
		this.#hashesA.push(this.#hashA);
		this.#hashesB.push(this.#hashB);
		this.counts.push(1);
		this.firsts.push(occurrence);
		for (const word of splitWords(text.slice(from, to))) this.words.push(this.vocabulary.add(word));
		this.starts.push(this.words.length);
		if (3 * this.size > 2 * this.#slots.length) this.#widen();
		return number;
	}

	/** The number of the sentence that is equal character for character, or -1. */
	find(sentence: string): number {
		this.#hash(sentence, 0, sentence.length);
		return (this.#slots[this.#slotOf()] as number) - 1;
	}

	/** Word numbers of a text that may have words no sentence has (`UNKNOWN_WORD`). */
	numbersOf(text: string): Uint16Array {
		return Uint16Array.from(splitWords(text), (word) => this.vocabulary.get(word) ?? UNKNOWN_WORD);
	}

	#hash(text: string, from: number, to: number): void {
		let a = BASIS_A;
		let b = BASIS_B;
		for (let i = from; i < to; i++) {
			const code = text.charCodeAt(i);
			a = Math.imul(a ^ code, PRIME_A);
			b = Math.imul((b ^ code) + 1, PRIME_B);
			b ^= b >>> 15;
		}
		this.#hashA = mix(a);
		this.#hashB = mix(b ^ (to - from));
	}

	/** The slot of the hash at hand, or the empty one where it belongs. */
	#slotOf(): number {
		const mask = this.#slots.length - 1;
		for (let slot = this.#hashA & mask; ; slot = (slot + 1) & mask) {
			const entry = this.#slots[slot] as number;
			if (entry === 0) return slot;
			const isSame =
				this.#hashesA.get(entry - 1) === this.#hashA &&
				this.#hashesB.get(entry - 1) === this.#hashB;
			if (isSame) return slot;
		}
	}

	#widen(): void {
		const slots = new Uint32Array(2 * this.#slots.length);
		const mask = slots.length - 1;
		for (let number = 0; number < this.size; number++) {
			let slot = this.#hashesA.get(number) & mask;
			while (slots[slot] !== 0) slot = (slot + 1) & mask;
			slots[slot] = number + 1;
		}
		this.#slots = slots;
	}
}
