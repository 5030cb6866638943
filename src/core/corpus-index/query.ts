/** What is searched for: words anywhere in a document, and phrases in quotation marks. */
import { splitSentences } from './split-sentences.ts';
import { splitWords } from './split-words.ts';

/** One thing that a document must have: words that stand next to each other in one sentence. */
export type QueryPart = readonly string[];

export interface Query {
	/** At most `MOST_PARTS`, none empty. */
	readonly parts: readonly QueryPart[];
	/**
	 * Phrases that run over the end of a sentence, as their words: a document that has all parts is to
	 * be looked at again for them.
	 */
	readonly passages: readonly (readonly string[])[];
}

/** One bit a part. */
export const MOST_PARTS = 16;

const PHRASE = /["“”„]([^"“”„]*)["“”„]?|([^\s"“”„]+)/gu;

/** `red kite` asks for two words, `"red kite"` for a phrase. */
export function parseQuery(text: string): Query {
	const parts: QueryPart[] = [];
	const passages: string[][] = [];
	for (const [, phrase, word] of text.matchAll(PHRASE)) {
		if (phrase === undefined) {
			const words = splitWords(word ?? '');
			if (words.length > 0) parts.push(words);
			continue;
		}
		const found = splitSentences(phrase).map(({ from, to }) => splitWords(phrase.slice(from, to)));
		const pieces = found.filter((words) => words.length > 0);
		parts.push(...pieces);
		if (pieces.length > 1) passages.push(pieces.flat());
	}
	return { parts: parts.slice(0, MOST_PARTS), passages };
}

/** Whether `words` has `part` somewhere, its words next to each other. */
export function hasPart(words: readonly string[], part: readonly string[]): boolean {
	for (let from = 0; from + part.length <= words.length; from++) {
		let length = 0;
		while (length < part.length && words[from + length] === part[length]) length++;
		if (length === part.length) return true;
	}
	return false;
}
