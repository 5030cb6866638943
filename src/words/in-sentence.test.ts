import { describe, expect, test, vi } from 'vitest';

async function inLanguage(code: string) {
	vi.resetModules();
	vi.doMock('#locales/language.ts', () => ({ language: code }));
	return (await import('./in-sentence.ts')).inSentence;
}

describe('a label in mid-sentence', () => {
	test('begins with a small letter', async () => {
		expect((await inLanguage('en'))('Max tokens')).toBe('max tokens');
		expect((await inLanguage('es'))('Temperatura')).toBe('temperatura');
	});

	test('keeps the capital letters of German nouns', async () => {
		expect((await inLanguage('de'))('Temperatur')).toBe('Temperatur');
	});
});
