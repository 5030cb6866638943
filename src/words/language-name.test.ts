import { expect, test } from 'vitest';
import { languageName } from './language-name.ts';

test('a language is called by its name, and what is no code stays as it is', () => {
	expect(['en', 'de', 'pt-BR', 'sw'].map(languageName)).toEqual([
		'English',
		'German',
		'Brazilian Portuguese',
		'Swahili'
	]);
	expect(languageName('not a code')).toBe('not a code');
});
