import { readFileSync, readdirSync } from 'node:fs';
import PO from 'pofile';
import { expect, test } from 'vitest';

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

test.each(languages)('%s says everything', (language) => {
	const { items } = PO.parse(readFileSync(new URL(`${language}.po`, FOLDER), 'utf8'));
	const missing = items
		.filter(({ obsolete }) => !obsolete)
		.filter(({ msgstr }) => msgstr.length === 0 || msgstr.some((words) => words === ''))
		.map(({ msgid }) => msgid);
	expect(missing).toEqual([]);
	expect(items.length).toBeGreaterThan(1_000);
});
