import { expect, test } from 'vitest';
import { textLanguage, UNKNOWN_LANGUAGE } from './text-language.ts';

test('Sprout reads and writes English; of other models nobody knows', () => {
	expect(textLanguage({ name: 'Sprout' })).toBe('en');
	expect(textLanguage({ name: 'A model of many languages' })).toBe(UNKNOWN_LANGUAGE);
	expect(textLanguage(undefined)).toBe('');
});
