/**
 * Translation: the build takes English sentences out of the page's code and puts catalogue look-ups in
 * their place. A language is a file `src/locales/<code>.po`; adding one adds it to the app.
 */
import { readdirSync } from 'node:fs';
import { adapter as svelte } from '@wuchale/svelte';
import { defineConfig, pofile } from 'wuchale';
import { adapter as typescript } from 'wuchale/adapter-vanilla';

const SOURCE = 'en';
const DIRECTORY = 'src/locales';

const CODE_ELEMENTS = new Set(['style', 'script', 'path', 'code', 'pre']);
const CODE_ATTRIBUTES = new Set([
	'class',
	'style',
	'd',
	'transform',
	'points',
	'media',
	'rel',
	'aria-keyshortcuts'
]);
/** They take selectors, or tell developers. */
const CODE_CALLS = /(^|\.)(querySelector(All)?|closest|matches)$|^console\.|^Error$/;
/** Selectors, drawing commands, fonts, names of keys: never shown. */
const CODE =
	/^(\.|\[|M[{#\d]|[a-z-]+\(|svg, |input, |prefers-|\(pointer: |(\d+|\{0\}|#)px )|^(Enter|Escape|Arrow\w+|Mac|SVG|PNG|CSV|SHA-256|Apache-2\.0)$|^<\?xml/;
/** Two words, or a word beside a value, which stands here as "#". */
const SENTENCE = /\p{L}.* .*\p{L}|#[,;:]? \p{L}{2}|\p{L}{2}[,;:]? #/su;
const LABEL = /^\p{Lu}\p{Ll}/u;

/** Whether a text in the code is one that people read. `@wc-ignore` above a line says that it is not. */
function isWords({ msgStr, details }) {
	const text = msgStr.join('\n');
	const { scope, element, attribute, call } = details;
	if (!/\p{L}/u.test(text) || CODE.test(text)) return false;
	if (CODE_ELEMENTS.has(element) || CODE_ATTRIBUTES.has(attribute)) return false;
	if (scope === 'markup') return 'message';
	if (CODE_CALLS.test(call ?? '')) return false;
	return SENTENCE.test(text) || LABEL.test(text) ? 'message' : false;
}

/** @returns {string[]} the source language first */
function languages() {
	const codes = readdirSync(new URL(`${DIRECTORY}/`, import.meta.url))
		.filter((name) => name.endsWith('.po'))
		.map((name) => name.slice(0, -3));
	return [SOURCE, ...codes.filter((code) => code !== SOURCE)];
}

/**
 * Languages that are being translated: their catalogues are kept up to date, and nobody is offered them.
 * Taken out of this list, a language is offered, and tests ask for every text and lesson in it.
 */
export const IN_PROGRESS = [];

/** @type {string[]} what people can choose, the source language first */
export const offered = languages().filter((code) => !IN_PROGRESS.includes(code));

const options = {
	heuristic: isWords,
	storage: pofile({ dir: DIRECTORY }),
	loader: 'custom',
	// A file's words in all languages travel with it: nothing to wait for, and no view loads another's.
	granularLoad: true,
	bundleLoad: true
};

// The language is settled before any of this code runs, and another one means a reload: nothing is reactive.
const components = svelte({
	...options,
	runtime: {
		useReactive: false,
		initReactive: ({ funcName, ctx }) => (funcName == null || ctx.module ? false : null)
	}
});
// Asked for at each place, so that constants of a module find their words, too.
const modules = typescript({
	...options,
	runtime: {
		useReactive: false,
		initReactive: () => null,
		plain: { wrapUse: () => '_w_load_(_w_catalogs_)' }
	}
});

/** One for both kinds of files: two adapters would write the catalogues of a file over each other's. */
const sources = {
	...components,
	files: {
		include: ['src/App.svelte', 'src/{ui,state,words}/**/*.{svelte,ts}', 'src/catalog/sprout.ts'],
		ignore: [
			'**/*.test.ts',
			'src/ui/kit/icons.ts',
			'src/ui/views/bench/sweep/tree-layout.ts',
			'src/ui/parts/tokens/token-steps.ts',
			'src/state/page/environment.ts',
			'src/state/library/stored-catalog.ts'
		]
	},
	transform: (file) => (file.filename.endsWith('.svelte') ? components : modules).transform(file)
};

export default defineConfig({
	locales: languages(),
	localesDir: DIRECTORY,
	adapters: { sources }
});
