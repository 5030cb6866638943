/** The index on a handful of sentences, where every answer can be seen. */
import { describe, expect, test } from 'vitest';

import { longestCopy } from './copied-stretch.ts';
import { CorpusIndex } from './corpus-index.ts';
import { DocumentSearch } from './document-search.ts';
import { GrowingUint16, GrowingUint32 } from './growing.ts';
import { lookUp } from './look-up.ts';
import { nearestSentences } from './nearest.ts';
import { hasPart, MOST_PARTS, parseQuery } from './query.ts';
import { splitSentences } from './split-sentences.ts';
import { findWords, splitWords } from './split-words.ts';
import { UNKNOWN_WORD, Vocabulary } from './vocabulary.ts';

function indexOf(...documents: readonly string[]): CorpusIndex {
	const index = new CorpusIndex({ documents: 0, sentences: 0, occurrences: 0 });
	documents.forEach((text, kind) => index.add(text, kind));
	return index;
}

function search(index: CorpusIndex, query: string): number[] {
	return new DocumentSearch(index, parseQuery(query)).next();
}

describe('sentences', () => {
	const sentencesOf = (text: string) =>
		splitSentences(text).map(({ from, to }) => text.slice(from, to));

	test.each([
		['A. B? C! D: E', ['A.', 'B?', 'C!', 'D:', 'E']],
		['A.B 3.5 a:b', ['A.B 3.5 a:b']],
		['A.\tB.\rC.\nD.', ['A.', 'B.', 'C.', 'D.']],
		['  A  <|end|>  B  ', ['A', 'B']],
		['A.<|end|>B', ['A.', 'B']],
		['A.<B', ['A.<B']],
		['A <|user|>B', ['A', 'B']],
		['1 < 2 | 3', ['1 < 2 | 3']],
		['<|a|b|>c', ['c']],
		['<|a>b|>c', ['c']],
		['<|>x|>y', ['y']],
		['A <|open', ['A']],
		['<|', []],
		['<|a|', []],
		['A.', ['A.']],
		['.', ['.']],
		['< A', ['< A']]
	])('of %j are %j', (text, sentences) => {
		expect(sentencesOf(text)).toEqual(sentences);
	});
});

describe('words', () => {
	test('are known with their places', () => {
		expect(findWords('Mia’s KITE, 7')).toEqual([
			{ word: 'mia', from: 0, to: 3 },
			{ word: "'s", from: 3, to: 5 },
			{ word: 'kite', from: 6, to: 10 },
			{ word: '7', from: 12, to: 13 }
		]);
	});

	test.each([
		["it's", ['it', "'s"]],
		["it'st", ['it', "'", 'st']],
		["it's9", ['it', "'", 's9']],
		['. , ? ! : ; " “ ” ( ) … - – —', []],
		['7+8', ['7', '+', '8']],
		['Größe', ['größe']]
	])('of %j are %j', (text, words) => {
		expect(splitWords(text)).toEqual(words);
	});

	test('have numbers in the order in which they come', () => {
		const vocabulary = new Vocabulary();
		expect(['a', 'b', 'a', 'c'].map((word) => vocabulary.add(word))).toEqual([0, 1, 0, 2]);
		expect(vocabulary.words).toEqual(['a', 'b', 'c']);
		expect(vocabulary.get('b')).toBe(1);
		expect(vocabulary.get('d')).toBeUndefined();
	});
});

test('arrays grow by half and a little, and lose nothing', () => {
	for (const array of [new GrowingUint32(0), new GrowingUint16(0)]) {
		for (let i = 0; i < 100; i++) array.push(i);
		expect(array.length).toBe(100);
		expect([...array.values.subarray(0, 100)]).toEqual([...Array(100).keys()]);
		expect(array.values.length).toBe(130);
	}
	const full = new GrowingUint32(2);
	for (const value of [7, 8, 9]) full.push(value);
	expect([0, 1, 2].map((at) => full.get(at))).toEqual([7, 8, 9]);
	expect(full.values.length).toBe(19);
});

describe('a query', () => {
	test.each([
		['a "b c" d', [['a'], ['b', 'c'], ['d']], []],
		['“a b”', [['a', 'b']], []],
		['„a b“', [['a', 'b']], []],
		['"a b', [['a', 'b']], []],
		['"a. b. ." c', [['a'], ['b'], ['c']], [['a', 'b']]],
		["it's", [['it', "'s"]], []],
		[', "," .', [], []]
	])('%s asks for %j', (text, parts, passages) => {
		expect(parseQuery(text)).toEqual({ parts, passages });
	});

	test('has no more parts than there are bits', () => {
		const words = Array.from({ length: 20 }, (_, i) => `w${i}`);
		expect(parseQuery(words.join(' ')).parts).toEqual(words.slice(0, MOST_PARTS).map((w) => [w]));
	});

	test('has a part where its words stand next to each other', () => {
		const words = ['a', 'b', 'a', 'c'];
		expect(hasPart(words, ['a', 'c'])).toBe(true);
		expect(hasPart(words, ['a', 'b'])).toBe(true);
		expect(hasPart(words, words)).toBe(true);
		expect(hasPart(words, ['b', 'c'])).toBe(false);
		expect(hasPart(words, ['c', 'a'])).toBe(false);
		expect(hasPart(words, [...words, 'd'])).toBe(false);
	});
});

describe('a search', () => {
	const index = indexOf('A b c. D.', 'A c. B d.', 'B. C a b.', '');

	test.each([
		['a', [0, 1, 2]],
		['"a b"', [0, 2]],
		['"a b c"', [0]],
		['"a c"', [1]],
		['a d', [0, 1]],
		['"c d"', []],
		['c a', [0, 1, 2]],
		['"a. d"', [0, 1]],
		['z', []],
		['a z', []],
		['', []]
	])('for %s finds the documents %j', (query, found) => {
		expect(search(index, query)).toEqual(found);
	});

	test('has read all documents, also where it asks for nothing', () => {
		for (const query of ['a', '', 'z']) {
			const looking = new DocumentSearch(index, parseQuery(query));
			expect(looking.read).toBe(0);
			looking.next();
			expect(looking.read).toBe(4);
		}
	});

	test('finds words that came into the corpus after it had begun', () => {
		const growing = indexOf('A.');
		const looking = new DocumentSearch(growing, parseQuery('z a'));
		expect(looking.next()).toEqual([]);
		growing.add('Z. A.', 0);
		growing.add('A. A z.', 0);
		expect(looking.next()).toEqual([1, 2]);
		expect(looking.next()).toEqual([]);
	});
});

describe('the index', () => {
	const index = indexOf('A. B. A.', '', 'C. B.', 'A.');

	test('knows which document said what, and of what kind it is', () => {
		expect(index.size).toBe(4);
		expect([...index.occurrences.values.subarray(0, 6)]).toEqual([0, 1, 0, 2, 1, 0]);
		expect([0, 1, 2, 3, 4, 5].map((at) => index.documentOf(at))).toEqual([0, 0, 0, 2, 2, 3]);
		expect([0, 1, 2, 3].map((at) => index.kinds.get(at))).toEqual([0, 1, 2, 3]);
		expect([0, 1, 2].map((at) => index.firstPlace(at))).toEqual([
			{ document: 0, position: 0 },
			{ document: 0, position: 1 },
			{ document: 2, position: 0 }
		]);
		expect([0, 1, 2].map((at) => index.sentences.counts.get(at))).toEqual([3, 2, 1]);
	});

	test('tells sentences apart by their characters, their order and their length', () => {
		const { sentences } = indexOf('ab. ba. aab. abb. a b. AB.');
		expect(sentences.size).toBe(6);
		for (const [number, text] of ['ab.', 'ba.', 'aab.', 'abb.', 'a b.', 'AB.'].entries()) {
			expect(sentences.find(text)).toBe(number);
		}
		expect(sentences.find('ab')).toBe(-1);
		expect([...sentences.numbersOf('b zz a')]).toEqual([
			sentences.vocabulary.get('b'),
			UNKNOWN_WORD,
			sentences.vocabulary.get('a')
		]);
	});

	test('grows far beyond what it was made for', () => {
		const many = Array.from({ length: 3000 }, (_, i) => `N${i}.`);
		const { sentences } = indexOf(many.join(' '));
		expect(sentences.size).toBe(3000);
		for (const [number, text] of many.entries()) expect(sentences.find(text)).toBe(number);
	});
});

describe('looking a sentence up', () => {
	const index = indexOf('A b. a b! a b! A b c. A b d. A b d. x.');
	const textOf = (sentence: number) => ['A b.', 'a b!', 'A b c.', 'A b d.', 'x.'][sentence];

	test('finds it as it is, before any other', () => {
		expect(lookUp(index, 'A b.')).toEqual({ exact: 1, alike: 0, begun: 0, sentence: 0 });
	});

	test('finds all of the same words, and shows the most frequent', () => {
		const found = lookUp(index, 'A B?');
		expect(found).toMatchObject({ exact: 0, alike: 3, begun: 0 });
		expect(textOf(found.sentence)).toBe('a b!');
		const other = indexOf('a b! a b! A b. A b? A b c. A b c. A b c.');
		expect(lookUp(other, 'A B')).toMatchObject({ alike: 4, sentence: 0 });
		const late = indexOf('A b c. A b c. A b.');
		expect(lookUp(late, 'a b')).toMatchObject({ alike: 1, sentence: 1 });
	});

	test('finds those that begin with it while it has no end', () => {
		const longer = indexOf('A b c. A b d. A b d. A b c d. B a.');
		expect(lookUp(longer, 'a b')).toEqual({ exact: 0, alike: 0, begun: 4, sentence: 1 });
		expect(lookUp(longer, 'a b.')).toEqual({ exact: 0, alike: 0, begun: 0, sentence: -1 });
		expect(lookUp(longer, 'b')).toMatchObject({ begun: 1, sentence: 3 });
		expect(lookUp(longer, 'a b c d e')).toMatchObject({ begun: 0, sentence: -1 });
		expect(lookUp(longer, ' ')).toEqual({ exact: 0, alike: 0, begun: 0, sentence: -1 });
	});
});

describe('the nearest sentences', () => {
	const index = indexOf('a b c d. a b c e. a b c e. a b. x y. c. a b c d e f.');
	const near = (text: string, most: number) =>
		nearestSentences(index.sentences, index.sentences.numbersOf(text), most).map(
			({ sentence, distance }) => [sentence, distance]
		);

	test('are those with the fewest words put in, left out or changed', () => {
		expect(near('a b c d', 9)).toEqual([
			[0, 0],
			[1, 1],
			[2, 2],
			[5, 2],
			[4, 3]
		]);
		expect(near('a b c d', 1)).toEqual([[0, 0]]);
	});

	test('are the more frequent ones first where they are equally near, then the older', () => {
		expect(near('a b c', 3)).toEqual([
			[1, 1],
			[0, 1],
			[2, 1]
		]);
		expect(near('a b c', 2)).toEqual([
			[1, 1],
			[0, 1]
		]);
	});

	test('never count two unknown words as the same', () => {
		expect(near('z b z', 2)).toEqual([
			[2, 2],
			[1, 3]
		]);
		expect(near('z z', 2)).toEqual([]);
	});

	test('have a word of the text at least', () => {
		expect(near('y', 9)).toEqual([[3, 1]]);
	});
});

describe('the longest copy', () => {
	const index = indexOf('A. B. C.', 'B. C. D. A.', 'A. B.');
	const copyOf = (...letters: string[]) =>
		longestCopy(
			index,
			letters.map((letter) => index.sentences.find(`${letter}.`))
		);

	test.each([
		['A', { from: 0, length: 1, document: 0 }],
		['A B', { from: 0, length: 2, document: 0 }],
		['B C D', { from: 0, length: 3, document: 1 }],
		['Z B C D A Z', { from: 1, length: 4, document: 1 }],
		['C B', { from: 1, length: 1, document: 0 }],
		['A A B', { from: 1, length: 2, document: 0 }],
		['C Z B C D', { from: 2, length: 3, document: 1 }],
		['A A', { from: 0, length: 1, document: 0 }],
		['C D A B', { from: 0, length: 3, document: 1 }]
	])('of %s is %j', (letters, found) => {
		expect(copyOf(...letters.split(' '))).toEqual(found);
	});

	test('is missing where no sentence is known', () => {
		expect(copyOf('Z', 'Y')).toBeNull();
		expect(copyOf()).toBeNull();
	});
});
