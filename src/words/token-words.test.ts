import { expect, test } from 'vitest';
import { pieceInWords, spokenToken, withVisibleBlanks } from './token-words.ts';

test('a space is a quiet dot where one token is alone', () => {
	expect(withVisibleBlanks(' Mia\n')).toBe('·Mia↵');
});

test('in lists of what could have come, the token that ends the text is said in words', () => {
	for (const name of ['<|endoftext|>', '<|im_end|>', '</s>', '<|eot_id|>']) {
		expect(pieceInWords(name)).toBe('(end of text)');
		expect(spokenToken(name)).toBe('(end of text)');
	}
	expect(pieceInWords(' red.<|endoftext|>')).toBe('·red.(end of text)');
	expect(pieceInWords('<|user|>')).toBe('<|user|>');
});
