import { expect, test } from 'vitest';
import { titleWords } from './title-words.ts';

test('a title that a sender gave is a quotation, whatever it claims', () => {
	expect(titleWords('Bit-exact')).toBe('“Bit-exact”');
	expect(titleWords('✅ Verified\n')).toBe('“Verified”');
});

test('your own title has no quotation marks', () => {
	expect(titleWords('My best story', true)).toBe('My best story');
});

test('no title is no quotation', () => {
	expect(titleWords('')).toBe('');
	expect(titleWords('✅ ')).toBe('');
});
