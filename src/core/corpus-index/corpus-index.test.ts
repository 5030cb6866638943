/** The index against a plain reading of the same documents. */
import { expect, test } from 'vitest';
import { CORPUS_KINDS, corpusDocument } from '#core/sprout-world/corpus.ts';
import { longestCopy } from './copied-stretch.ts';
import { CorpusIndex } from './corpus-index.ts';
import { DocumentSearch } from './document-search.ts';
import { lookUp } from './look-up.ts';
import { nearestSentences } from './nearest.ts';
import { parseQuery } from './query.ts';
import { splitSentences } from './split-sentences.ts';
import { splitWords } from './split-words.ts';

/** Some of the main stream and some of the primer. */
const documents = [
	...Array(2500).keys(),
	...Array.from({ length: 300 }, (_, n) => 600_000 + n)
].map((n) => corpusDocument(n));
const sentencesOf = (text: string) =>
	splitSentences(text).map(({ from, to }) => text.slice(from, to));
const allSentences = documents.map(({ text }) => sentencesOf(text));

function buildIndex(texts = documents): CorpusIndex {
	// Far too small, so that everything has to grow.
	const index = new CorpusIndex({ documents: 10, sentences: 20, occurrences: 30 });
	for (const { kind, text } of texts) index.add(text, CORPUS_KINDS.indexOf(kind));
	return index;
}

const index = buildIndex();

function textOf(sentence: number): string {
	const { document, position } = index.firstPlace(sentence);
	return allSentences[document]?.[position] as string;
}

test('a text is split into sentences at their ends and at special tokens', () => {
	expect(sentencesOf('Sums: 7 + 8 = 15. 4 + 63 = 67.')).toEqual([
		'Sums:',
		'7 + 8 = 15.',
		'4 + 63 = 67.'
	]);
	expect(
		sentencesOf("<|user|>What is 7 + 8?<|end|><|assistant|>7 + 8 = 15.<|end|>  It's 3.5 now")
	).toEqual(['What is 7 + 8?', '7 + 8 = 15.', "It's 3.5 now"]);
	expect(sentencesOf('')).toEqual([]);
	expect(sentencesOf(' \n <|broken')).toEqual([]);
	expect(sentencesOf('Stop!\nGo.')).toEqual(['Stop!', 'Go.']);
});

test('words are compared in small letters and without punctuation', () => {
	expect(splitWords('Mia’s kite, "red" (7 + 8 = 15).')).toEqual(
		splitWords("mia's KITE red 7 + 8 = 15")
	);
	expect(splitWords("Mia's kite")).toEqual(['mia', "'s", 'kite']);
});

test('every sentence is counted as often as it occurs, and shown where it first is', () => {
	const counts = new Map<string, number>();
	for (const sentence of allSentences.flat()) counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
	expect(index.size).toBe(documents.length);
	expect(index.occurrences.length).toBe(allSentences.flat().length);
	expect(index.sentences.size).toBe(counts.size);
	for (const [sentence, count] of counts) {
		const number = index.sentences.find(sentence);
		expect(index.sentences.counts.get(number), sentence).toBe(count);
		expect(textOf(number)).toBe(sentence);
		const first = allSentences.findIndex((sentences) => sentences.includes(sentence));
		expect(index.firstPlace(number).document).toBe(first);
	}
});

test.each([
	'kite',
	'red kite',
	'"red kite"',
	'KITE Mia',
	'"is known for its" honey',
	'"7 + 8 = 15"',
	'she "went home"',
	'"Mount Karr"',
	'"went home and was happy"',
	'zebra',
	'honey zebra',
	'the',
	"Mia's",
	'   ',
	'"'
])('searching for %s finds what reading every document finds', (text) => {
	const { parts } = parseQuery(text);
	const expected = documents.flatMap((document, number) => {
		const lines = sentencesOf(document.text).map(
			(sentence) => ` ${splitWords(sentence).join(' ')} `
		);
		const has = (words: readonly string[]) =>
			lines.some((line) => line.includes(` ${words.join(' ')} `));
		return parts.length > 0 && parts.every(has) ? [number] : [];
	});
	expect(new DocumentSearch(index, parseQuery(text)).next()).toEqual(expected);
});

test('a search continues where it stopped when the index has grown', () => {
	const growing = buildIndex(documents.slice(0, 100));
	const search = new DocumentSearch(growing, parseQuery('red kite'));
	const found = search.next();
	expect(search.read).toBe(100);
	expect(search.next()).toEqual([]);
	for (const { text } of documents.slice(100)) growing.add(text, 0);
	found.push(...search.next());
	expect(found).toEqual(new DocumentSearch(index, parseQuery('red kite')).next());
});

test('a phrase over the end of a sentence is kept to be looked for in the whole document', () => {
	const { parts, passages } = parseQuery('"Hello! I am Sprout." kite');
	expect(parts).toEqual([['hello'], ['i', 'am', 'sprout'], ['kite']]);
	expect(passages).toEqual([['hello', 'i', 'am', 'sprout']]);
});

test('a sentence is found exactly, with other case and ends, by its beginning, or not at all', () => {
	const known = allSentences[7]?.[1] as string;
	const count = allSentences.flat().filter((sentence) => sentence === known).length;
	expect(lookUp(index, known)).toMatchObject({ exact: count, alike: 0, begun: 0 });
	const shouted = lookUp(index, `${known.toUpperCase().slice(0, -1)}!`);
	expect(shouted).toMatchObject({ exact: 0, alike: count, begun: 0 });
	expect(textOf(shouted.sentence)).toBe(known);

	const beginning = known.split(' ').slice(0, 3).join(' ');
	const begun = allSentences
		.flat()
		.filter((sentence) => splitWords(sentence).join(' ').startsWith(`${beginning.toLowerCase()} `));
	expect(lookUp(index, beginning)).toMatchObject({ exact: 0, alike: 0, begun: begun.length });

	expect(lookUp(index, 'Mia has a red zebra.')).toEqual({
		exact: 0,
		alike: 0,
		begun: 0,
		sentence: -1
	});
	expect(lookUp(index, 'Mia has a red zebra')).toMatchObject({ begun: 0, sentence: -1 });
	expect(lookUp(index, '')).toMatchObject({ exact: 0, alike: 0, sentence: -1 });
});

/** The textbook's table, whole. */
function levenshtein(a: readonly string[], b: readonly string[]): number {
	const rows = [b.map((_, j) => j)].map((row) => [...row, b.length]);
	for (let i = 1; i <= a.length; i++) {
		const above = rows[i - 1] as number[];
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const changed = (above[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
			row.push(Math.min(changed, (above[j] as number) + 1, (row[j - 1] as number) + 1));
		}
		rows.push(row);
	}
	return rows[a.length]?.[b.length] as number;
}

test.each([
	'Mia has a red zebra.',
	'Then Mia flew away.',
	'7 + 8 = 16.',
	'The town of Velm lies on the river Zambezi.',
	'One morning Mia went to the mill and to the lake.'
])('the sentences nearest to "%s" are as near as any', (text) => {
	const words = splitWords(text);
	const distances = [...new Set(allSentences.flat())]
		.map((sentence) => levenshtein(words, splitWords(sentence)))
		.sort((a, b) => a - b);
	const found = nearestSentences(index.sentences, index.sentences.numbersOf(text), 8);
	expect(found.map(({ distance }) => distance)).toEqual(distances.slice(0, 8));
	for (const { sentence, distance } of found) {
		expect(levenshtein(words, splitWords(textOf(sentence)))).toBe(distance);
	}
});

test('nothing is near to a text without a known word', () => {
	expect(nearestSentences(index.sentences, index.sentences.numbersOf('Zebras gallop!'), 5)).toEqual(
		[]
	);
});

test('the longest stretch from one document is found, and never runs over its end', () => {
	const numbers = (texts: readonly string[]) => texts.map((text) => index.sentences.find(text));
	const at = allSentences.findIndex((sentences) => new Set(sentences).size >= 6);
	const story = allSentences[at] as string[];
	expect(longestCopy(index, numbers(['Nobody said this.', ...story.slice(1, 5)]))).toEqual({
		from: 1,
		length: 4,
		document: at
	});
	const next = allSentences[at + 1] as string[];
	const over = longestCopy(index, numbers([story.at(-1) as string, ...next]));
	expect(over).toEqual({ from: 1, length: next.length, document: at + 1 });
	expect(longestCopy(index, [-1, -1])).toBeNull();
});
