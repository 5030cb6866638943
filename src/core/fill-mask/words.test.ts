import { expect, test } from 'vitest';
import { sentenceWords } from './words.ts';

const MASK = 4;
const token = (text: string, id = 9, special = false) => ({ text, id, special });

function words(pieces: readonly ReturnType<typeof token>[]) {
	return sentenceWords(pieces, MASK).map(({ text, positions }) => [text, ...positions]);
}

test('pieces of a WordPiece word are one word; framing tokens are none', () => {
	const pieces = [
		token('[CLS]', 2, true),
		token(' un'),
		token('able'),
		token(' .'),
		token('[SEP]', 3, true)
	];
	expect(words(pieces)).toEqual([
		['unable', 1, 2],
		['.', 3]
	]);
});

test('byte-level pieces: punctuation is apart, a word continues without a space', () => {
	expect(words([token('The'), token(' dog'), token('s'), token('!'), token('Yes')])).toEqual([
		['The', 0],
		['dogs', 1, 2],
		['!', 3],
		['Yes', 4]
	]);
});

test('a mask in the text is a word of its own', () => {
	const found = sentenceWords([token(' a'), token('[MASK]', MASK, true), token('b')], MASK);
	expect(found.map(({ isMask }) => isMask)).toEqual([false, true, false]);
	expect(found.map(({ positions }) => positions)).toEqual([[0], [1], [2]]);
});

test('a word continues after letters, marks and digits only, and only with these', () => {
	expect(words([token('e'), token('\u0301'), token('2'), token('b')])).toEqual([
		['e\u03012b', 0, 1, 2, 3]
	]);
	expect(words([token('a-'), token('b')])).toEqual([
		['a-', 0],
		['b', 1]
	]);
	expect(words([token('a'), token('-b')])).toEqual([
		['a', 0],
		['-b', 1]
	]);
	expect(words([token('-a'), token('b-')])).toEqual([['-ab-', 0, 1]]);
});

test('a framing token between two pieces parts them', () => {
	expect(words([token('a'), token('[SEP]', 3, true), token('b')])).toEqual([
		['a', 0],
		['b', 2]
	]);
	expect(words([token('[CLS]', 2, true), token('a')])).toEqual([['a', 1]]);
});
