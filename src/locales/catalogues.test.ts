import { readFileSync, readdirSync } from 'node:fs';
import PO from 'pofile';
import { expect, test } from 'vitest';
import { IN_PROGRESS } from '../../wuchale.config.js';
import { LANGUAGES } from './language.ts';

const FOLDER = new URL('./', import.meta.url);

const languages = readdirSync(FOLDER)
	.filter((name) => name.endsWith('.po') && name !== 'en.po')
	.map((name) => name.slice(0, -3));

test('styles, selectors, keys and kinds of links are no sentences', () => {
	const { items } = PO.parse(readFileSync(new URL('en.po', FOLDER), 'utf8'));
	const code = items
		.map(({ msgid }) => msgid)
		.filter((text) =>
			/\bvar\(|\dpx\b|\}px\b|color-mix|monospace|^[a-z]+ button$|noopener|Arrow(Up|Down|Left|Right)/.test(
				text
			)
		);
	expect(code).toEqual([]);
});

test('what is offered is every language but those in progress', () => {
	const finished = languages.filter((code) => !IN_PROGRESS.includes(code));
	expect(new Set(LANGUAGES)).toEqual(new Set(['en', ...finished]));
	expect(finished).toContain('es');
	// Nothing is in progress that has no catalogue.
	expect(languages).toEqual(expect.arrayContaining(IN_PROGRESS));
});

/** Values and elements of a text: `{0}`, `<0/>`, `<1>`. */
const valuesIn = (text: string): string[] =>
	[...new Set(text.match(/\{\d+\}|<\/?\d+\/?>|(?<!\p{L})#(?= )/gu) ?? [])].sort();

test.each(languages)('%s puts the same values into each text', (language) => {
	const { items } = PO.parse(readFileSync(new URL(`${language}.po`, FOLDER), 'utf8'));
	const wrong = items
		.filter(({ obsolete, msgstr }) => !obsolete && msgstr.every((words) => words !== ''))
		.flatMap(({ msgid, msgid_plural: many, msgstr }) =>
			msgstr.filter((words, i) => {
				const own = valuesIn(words).join();
				const english = i === 0 ? [msgid, many ?? msgid] : [many ?? msgid];
				return !english.some((text) => valuesIn(text).join() === own);
			})
		);
	expect(wrong).toEqual([]);
});

test.each(languages.filter((code) => !IN_PROGRESS.includes(code)))(
	'%s says everything',
	(language) => {
		const { items } = PO.parse(readFileSync(new URL(`${language}.po`, FOLDER), 'utf8'));
		const missing = items
			.filter(({ obsolete }) => !obsolete)
			.filter(({ msgstr }) => msgstr.length === 0 || msgstr.some((words) => words === ''))
			.map(({ msgid }) => msgid);
		expect(missing).toEqual([]);
		expect(items.length).toBeGreaterThan(1_000);
	}
);
