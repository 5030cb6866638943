/** What the build asks for words: the catalogues of one source file come in, the page's language goes out. */
import toRuntime, { type CatalogModule, type Runtime } from 'wuchale/runtime';
import { language, SOURCE_LANGUAGE } from './language.ts';

type Catalogues = Readonly<Record<string, CatalogModule>>;

const EMPTY: CatalogModule = { c: [] };
const runtimes = new WeakMap<Catalogues, Runtime>();

/** What the language has not got yet is said in the source language. */
function complete(catalogues: Catalogues): CatalogModule {
	const source = catalogues[SOURCE_LANGUAGE] ?? EMPTY;
	const translated = catalogues[language] ?? EMPTY;
	return { ...translated, c: source.c.map((words, i) => translated.c[i] || words) };
}

export function getRuntime(catalogues: Catalogues): Runtime {
	const known = runtimes.get(catalogues);
	if (known !== undefined) return known;
	const runtime = toRuntime(complete(catalogues), language);
	runtimes.set(catalogues, runtime);
	return runtime;
}
