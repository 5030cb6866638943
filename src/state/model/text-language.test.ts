import { expect, test } from 'vitest';
import { textLanguage } from './text-language.ts';

test('Sprout reads and writes English; of other models nobody knows', () => {
	expect(textLanguage({ name: 'Sprout' })).toBe('en');
	expect(textLanguage({ name: 'A model of many languages' })).toBeUndefined();
	expect(textLanguage(undefined)).toBeUndefined();
});
