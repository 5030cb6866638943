/** Whether sentences were in the corpus: character for character, or but for case and punctuation. */
import type { CorpusIndex } from './corpus-index.ts';
import type { SentenceTable } from './sentence-table.ts';
import { isClosed } from './split-sentences.ts';

/** What the part of the corpus that was read has of a sentence. */
export interface SentenceFound {
	/** How often it is there character for character. */
	readonly exact: number;
	/** How often a sentence of the same words is there that is written or ended otherwise. */
	readonly alike: number;
	/** How often a sentence is there that begins with these words: for one that has no end yet. */
	readonly begun: number;
	/** A sentence to show for it: the exact one, else the most frequent of the others; -1 for none. */
	readonly sentence: number;
}

function beginsWith(table: SentenceTable, sentence: number, words: Uint16Array): boolean {
	const from = table.starts.get(sentence);
	for (let i = 0; i < words.length; i++) {
		if (table.words.values[from + i] !== words[i]) return false;
	}
	return true;
}

interface Beginnings {
	/** Occurrences of sentences with exactly these words. */
	alike: number;
	/** Occurrences of sentences that begin with them. */
	begun: number;
	/** The most frequent of the alike ones, else of the others; -1 for none. */
	best: number;
}

/** Looks through the sentences for those that begin with these words. */
function findBeginnings(table: SentenceTable, words: Uint16Array): Beginnings {
	const found: Beginnings = { alike: 0, begun: 0, best: -1 };
	if (words.length === 0) return found;
	let most = 0;
	for (let sentence = 0; sentence < table.size; sentence++) {
		const length = table.starts.get(sentence + 1) - table.starts.get(sentence);
		if (length < words.length || !beginsWith(table, sentence, words)) continue;
		const count = table.counts.get(sentence);
		found.begun += count;
		const isAlike = length === words.length;
		if (isAlike ? found.alike === 0 || count > most : found.alike === 0 && count > most) {
			[most, found.best] = [count, sentence];
		}
		if (isAlike) found.alike += count;
	}
	return found;
}

/** Looks one sentence up. */
export function lookUp({ sentences }: CorpusIndex, text: string): SentenceFound {
	const number = sentences.find(text);
	const exact = number === -1 ? 0 : sentences.counts.get(number);
	if (exact > 0) return { exact, alike: 0, begun: 0, sentence: number };
	const { alike, begun, best } = findBeginnings(sentences, sentences.numbersOf(text));
	if (alike > 0) return { exact, alike, begun: 0, sentence: best };
	return isClosed(text)
		? { exact, alike, begun: 0, sentence: -1 }
		: { exact, alike, begun, sentence: best };
}
