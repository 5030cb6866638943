/** A plugin for tests: modules of `src/words` as the build makes them, with the catalogue of one language. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import PO from 'pofile';
import type { Plugin } from 'vite';
import { getKey, IndexTracker } from 'wuchale';
import translations from '../../../wuchale.config.js';
import type { Entry } from './shown-words.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const RUNTIME = fileURLToPath(new URL('shown-words.ts', import.meta.url));

/** Texts in the code to their translations; those that are not translated yet are left out. */
function catalogue(language: string): ReadonlyMap<string, readonly string[]> {
	const file = new URL(`../../../src/locales/${language}.po`, import.meta.url);
	const { items } = PO.parse(readFileSync(file, 'utf8'));
	return new Map(
		items
			.filter(({ msgstr }) => msgstr.length > 0 && msgstr.every((text) => text !== ''))
			.map(({ msgid, msgid_plural: many, msgctxt, msgstr }) => [
				getKey(many ? [msgid, many] : [msgid], msgctxt),
				msgstr
			])
	);
}

export function markWords(language: string): Plugin {
	const translated = catalogue(language);
	const words = translations.adapters?.['sources']?.transform;
	if (words === undefined) throw new Error('wuchale.config.js has no adapter for the sources');
	return {
		name: 'mark-words',
		enforce: 'pre',
		async transform(content, id) {
			const filename = relative(ROOT, id).replaceAll('\\', '/');
			if (!/^src\/words\/.*(?<!\.test)\.ts$/.test(filename)) return null;
			const index = new IndexTracker();
			const { msgs, output } = await words({
				content,
				filename,
				index,
				expr: { plain: '', reactive: '' },
				matchUrl: () => null
			});
			if (msgs.length === 0) return null;
			const entries: Entry[] = [];
			for (const { msgStr, context } of msgs) {
				const key = getKey(msgStr, context);
				entries[index.get(key)] = { texts: msgStr, translations: translated.get(key) ?? null };
			}
			// The names are those that the build gives them.
			const header = [
				`import { shownWords as _w_load_ } from ${JSON.stringify(RUNTIME)};`,
				`const _w_catalogs_ = ${JSON.stringify({ file: filename, entries })};`
			];
			return output(header.join('\n')).code;
		}
	};
}
