/** Numbers for words, in the order in which they were first seen. */
export class Vocabulary {
	readonly words: string[] = [];
	readonly #numbers = new Map<string, number>();

	/** The word's number; a new one if it has none. At most 65,535 words. */
	add(word: string): number {
		const known = this.#numbers.get(word);
		if (known !== undefined) return known;
		const number = this.words.length;
		this.words.push(word);
		this.#numbers.set(word, number);
		return number;
	}

	/** Undefined when no sentence has the word. */
	get(word: string): number | undefined {
		return this.#numbers.get(word);
	}
}

/** Stands for any word that no sentence has. */
export const UNKNOWN_WORD = 0xffff;
