import { expect, test } from 'vitest';
import { strangersWords } from './strangers-words.ts';

test('a title keeps its words and loses the signs of a verdict', () => {
	expect(strangersWords('✅ Bit-exact ✔️ verified ☑')).toBe('Bit-exact verified');
	expect(strangersWords('Lección 3: ¿por qué? – 日本語 👩‍🏫')).toBe(
		'Lección 3: ¿por qué? – 日本語 👩‍🏫'
	);
});

test('nothing turns the direction of writing or breaks the line', () => {
	expect(strangersWords('a\u202eb\u2066c\u0000\nd')).toBe('a b c d');
});
