/**
 * Keeps the words of other languages out of the first screen. What is fetched later carries the words of its
 * own files in every language; for the first screen that would be a cost to everybody, and the more the more
 * languages there are. So its words in each further language become one file, which only a page in that
 * language fetches, before anything asks for a word.
 */
import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Plugin } from 'vite';

const WORDS = 'virtual:first-words';
/** As wuchale writes the import of one file's words in one language. */
const CATALOGUE =
	/import \* as (\w+) from '([^']*\.wuchale\/sources\.(\w+)\.(\w+)\.compiled\.js)'/g;
/** `import type` is gone in a build. */
const STATIC_IMPORT = /^\s*(?:import|export)\s(?!type\s)(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;

export interface SourceTree {
	/** The text of a file by its path, relative to the project and with forward slashes; null where there is none. */
	readonly read: (path: string) => string | null;
}

function pathOf(from: string, address: string): string | null {
	if (address.startsWith('#')) return `src/${address.slice(1)}`;
	if (!address.startsWith('.')) return null;
	const base = from.split('/').slice(0, -1);
	for (const part of address.split('/')) {
		if (part === '..') base.pop();
		else if (part !== '.') base.push(part);
	}
	return base.join('/');
}

/** @returns the files that `entry` imports at once, itself among them: paths relative to the project */
export function importedAtOnce(entry: string, { read }: SourceTree): Set<string> {
	const found = new Set<string>();
	const visit = (path: string): void => {
		if (found.has(path) || !/\.(ts|js|svelte)$/.test(path)) return;
		const code = read(path);
		if (code === null) return;
		found.add(path);
		for (const [, address] of code.matchAll(STATIC_IMPORT)) {
			const next = address === undefined ? null : pathOf(path, address);
			if (next !== null) visit(next);
		}
	};
	visit(entry);
	return found;
}

function readOrNull(path: string): string | null {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return null;
	}
}

/** @param languages the source language first */
export function firstWords(languages: readonly string[]): Plugin {
	const others = languages.slice(1);
	let root = '';
	let files = new Set<string>();
	const folder = (): string => resolve(root, 'src/locales');
	/** The name that wuchale gives to a file's words. */
	const idOf = (path: string): string => path.replaceAll(/[^A-Za-z0-9]/g, '_');

	function chosenWords(): string {
		const loaders = others.map((code) => `${code}: () => import('${WORDS}/${code}')`);
		// Without that file the page is still there, in the source language.
		return `import { language } from '${folder()}/language.ts';
const others = { ${loaders.join(', ')} };
const load = others[language];
export const words = load === undefined ? {} : await load().then((file) => file.words, () => ({}));`;
	}

	function wordsOf(code: string): string {
		const found = [...files]
			.map(idOf)
			.map((id) => [id, `${folder()}/.wuchale/sources.${id}.${code}.compiled.js`] as const)
			.filter(([, path]) => readOrNull(path) !== null);
		const imports = found.map(([, path], i) => `import * as c${i} from '${path}';`);
		return `${imports.join('\n')}\nexport const words = { ${found.map(([id], i) => `${id}: c${i}`).join(', ')} };`;
	}

	return {
		name: 'glasshouse:first-words',
		apply: 'build',
		enforce: 'pre',
		configResolved(config) {
			root = config.root;
			files = importedAtOnce('src/main.ts', { read: (path) => readOrNull(resolve(root, path)) });
		},
		resolveId: (id) => (id.startsWith(WORDS) ? `\0${id}` : null),
		load(id) {
			if (!id.startsWith(`\0${WORDS}`)) return null;
			const code = id.slice(WORDS.length + 2);
			return code === '' ? chosenWords() : wordsOf(code);
		},
		transform(code, id) {
			const path = relative(root, id.split('?')[0] ?? '').replaceAll('\\', '/');
			if (!files.has(path) || id.includes('?')) return null;
			const changed = code.replace(
				CATALOGUE,
				(whole, name: string, _from, own: string, language: string) => {
					if (!others.includes(language)) return whole;
					return `import { words as ${name}all } from '${WORDS}'\nconst ${name} = ${name}all.${own}`;
				}
			);
			return changed === code ? null : { code: changed, map: null };
		}
	};
}
