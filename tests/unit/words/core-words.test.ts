/** What core says of a value in English reaches a Spanish page in Spanish. */
import { afterAll, describe, expect, test } from 'vitest';
import { inspectRunFile } from '#core/run-file/inspect-file.ts';
import { alteredRows } from '#words/altered-words.ts';
import { corePhrase, coreWords, PHRASES } from '#words/core/core-words.ts';
import { corePhrases } from './core-phrases.ts';
import { neverShown, untranslated } from './shown-words.ts';

/** Of JSON, and the same in every language. */
const NEUTRAL = /^(null|\d+|\d+: \d+)$/;

const phrases = corePhrases();

describe('coreWords', () => {
	test('phrases are found in the code', () => {
		expect(phrases.length).toBeGreaterThan(50);
		expect(phrases).toContain('no such field');
		expect(phrases).toContain('at most 7 tokens');
	});

	test.each(phrases.filter((phrase) => !NEUTRAL.test(phrase)))('“%s” is translated', (phrase) => {
		expect(corePhrase(phrase)).not.toBeNull();
		// The example of a time has the letters of its format.
		expect(untranslated(coreWords(phrase), [/\d\S*$/.exec(phrase)?.[0] ?? ''])).toBe('');
	});

	test('knows no phrase that nothing says any more', () => {
		const stale = PHRASES.filter(([pattern]) => !phrases.some((phrase) => pattern.test(phrase)));
		expect(stale).toEqual([]);
	});

	test('a value is left as it is', () => {
		expect(coreWords('">=0"')).toBe('">=0"');
	});

	test('the table of an altered file is in the language of the page', () => {
		const file = { type: 'glasshouse.run', version: 1, id: 'x', extra: true };
		const altered = inspectRunFile(JSON.stringify(file));
		if (altered === null) throw new Error('it was not read');
		const row = alteredRows(altered.findings).find(([field]) => field === 'extra');
		expect(untranslated(row?.[2] ?? '?', [])).toBe('');
		const id = alteredRows(altered.findings).find(([field]) => field === 'id');
		expect(id?.[2]).toBe(coreWords('"sha256:" and 64 hex digits'));
	});
});

afterAll(() => {
	expect(neverShown('src/words/core/')).toEqual([]);
});
