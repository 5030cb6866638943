/** The words of a sentence: runs of letters and digits; `'s` is a word of its own; so is `+`. */

/** Nothing hangs on these: "Tom?" and "Tom." are the same word, differently ended. */
const MARKS = new Set(['.', ',', '?', '!', ':', ';', '"', '“', '”', '(', ')', '…', '-', '–', '—']);
const WORD = /['’]s(?![\p{L}\p{N}])|[\p{L}\p{N}]+|\S/gu;

export interface FoundWord {
	/** Small letters, straight apostrophe. */
	readonly word: string;
	readonly from: number;
	readonly to: number;
}

function fold(text: string): string {
	return text.toLowerCase().replace('’', "'");
}

/** The words of a text, small letters, punctuation left out, with their places. */
export function findWords(text: string): FoundWord[] {
	return Array.from(text.matchAll(WORD), ({ 0: found, index }) => ({
		word: fold(found),
		from: index,
		to: index + found.length
	})).filter(({ word }) => !MARKS.has(word));
}

/** As `findWords`, without the places. */
export function splitWords(text: string): string[] {
	return findWords(text).map(({ word }) => word);
}
