/** Which stretches of a text are to be marked. */
import { alignTokens } from '#core/diff/align-tokens.ts';
import { parseQuery } from '#core/corpus-index/query.ts';
import { splitSentences } from '#core/corpus-index/split-sentences.ts';
import { findWords, type FoundWord } from '#core/corpus-index/split-words.ts';

export interface MarkedSpan {
	readonly text: string;
	readonly isMarked: boolean;
}

/** Cuts a text at marks that do not overlap, in order. */
function cut(
	text: string,
	marks: readonly { readonly from: number; readonly to: number }[]
): MarkedSpan[] {
	const spans: MarkedSpan[] = [];
	let at = 0;
	for (const { from, to } of marks) {
		if (from > at) spans.push({ text: text.slice(at, from), isMarked: false });
		spans.push({ text: text.slice(from, to), isMarked: true });
		at = to;
	}
	if (at < text.length) spans.push({ text: text.slice(at), isMarked: false });
	return spans;
}

/** The places of a part of a query in a sentence's words. */
function placesOf(words: readonly FoundWord[], part: readonly string[]): number[] {
	return words.flatMap((_, at) =>
		part.every((word, i) => words[at + i]?.word === word) ? [at] : []
	);
}

/** A document with everything that a query asks for marked. */
export function markHits(text: string, query: string): MarkedSpan[] {
	const { parts } = parseQuery(query);
	const marks = splitSentences(text).flatMap(({ from, to }) => {
		const words = findWords(text.slice(from, to));
		const hit = new Set<number>();
		for (const part of parts) {
			for (const at of placesOf(words, part)) for (let i = 0; i < part.length; i++) hit.add(at + i);
		}
		return words
			.filter((_, i) => hit.has(i))
			.map((word) => ({ from: from + word.from, to: from + word.to }));
	});
	return cut(text, marks);
}

/** Characters shown before the first hit and in all. */
const LEAD = 60;
const SNIPPET = 240;

/** The part of a document around its first hit. */
export function snippet(spans: readonly MarkedSpan[]): {
	readonly spans: readonly MarkedSpan[];
	readonly isCutBefore: boolean;
	readonly isCutAfter: boolean;
} {
	const length = spans.reduce((sum, { text }) => sum + text.length, 0);
	const first = spans.findIndex(({ isMarked }) => isMarked);
	const before = spans.slice(0, Math.max(first, 0)).reduce((sum, { text }) => sum + text.length, 0);
	const from = length <= SNIPPET ? 0 : Math.max(0, Math.min(before - LEAD, length - SNIPPET));
	const to = Math.min(length, from + SNIPPET);
	let at = 0;
	const shown = spans.map(({ text, isMarked }) => {
		const start = at;
		at += text.length;
		return { text: text.slice(Math.max(0, from - start), Math.max(0, to - start)), isMarked };
	});
	return {
		spans: shown.filter(({ text }) => text !== ''),
		isCutBefore: from > 0,
		isCutAfter: to < length
	};
}

/** A sentence with the words marked that another one does not have in their place. */
export function markDifferences(text: string, other: string): MarkedSpan[] {
	const words = findWords(text);
	const numbers = new Map<string, number>();
	const numbersOf = (found: readonly FoundWord[]) =>
		found.map(({ word }) => {
			const number = numbers.get(word) ?? numbers.size;
			numbers.set(word, number);
			return number;
		});
	const spans = alignTokens(numbersOf(words), numbersOf(findWords(other)));
	const marks = spans
		.filter(({ kind }) => kind === 'different')
		.flatMap(({ a }) => words.slice(a[0], a[1]));
	return cut(text, marks);
}
