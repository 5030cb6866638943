/** Finds the documents that have all parts of a query, as far as the index has grown. */
import type { CorpusIndex } from './corpus-index.ts';
import type { Query } from './query.ts';

export class DocumentSearch {
	/** Documents looked at so far. */
	read = 0;
	readonly #index: CorpusIndex;
	readonly #query: Query;
	readonly #all: number;
	/** For each sentence looked at: one bit for each part that it has. */
	#bits = new Uint32Array(0);
	#known = 0;

	constructor(index: CorpusIndex, query: Query) {
		this.#index = index;
		this.#query = query;
		this.#all = 2 ** query.parts.length - 1;
	}

	/**
	 * Continues to the documents that were added since the last call.
	 *
	 * @returns those that have all parts; for queries with passages they are candidates
	 */
	next(): number[] {
		const { documents, occurrences, size } = this.#index;
		const found: number[] = [];
		if (this.#all === 0) {
			this.read = size;
			return found;
		}
		this.#lookAtSentences();
		for (; this.read < size; this.read++) {
			const end = documents.get(this.read + 1);
			let bits = 0;
			for (let i = documents.get(this.read); i < end; i++) {
				bits |= this.#bits[occurrences.get(i)] as number;
			}
			if (bits === this.#all) found.push(this.read);
		}
		return found;
	}

	#lookAtSentences(): void {
		const { sentences } = this.#index;
		if (sentences.size > this.#bits.length) {
			const wider = new Uint32Array(Math.max(sentences.size, sentences.counts.values.length));
			wider.set(this.#bits);
			this.#bits = wider;
		}
		const parts = this.#query.parts.map((part) =>
			part.map((word) => sentences.vocabulary.get(word))
		);
		parts.forEach((part, number) => {
			if (part.includes(undefined)) return; // a word that no sentence has yet
			this.#markPart(part as number[], 1 << number);
		});
		this.#known = sentences.size;
	}

	#markPart(part: readonly number[], bit: number): void {
		const { starts, words } = this.#index.sentences;
		const [first] = part;
		for (let sentence = this.#known; sentence < this.#index.sentences.size; sentence++) {
			const last = starts.get(sentence + 1) - part.length;
			for (let from = starts.get(sentence); from <= last; from++) {
				if (words.values[from] !== first) continue;
				let length = 1;
				while (length < part.length && words.values[from + length] === part[length]) length++;
				if (length === part.length) {
					(this.#bits[sentence] as number) |= bit;
					break;
				}
			}
		}
	}
}
