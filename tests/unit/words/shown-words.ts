/** What modules ask for words in tests: translations come marked, and which ones were asked for is kept. */
import toRuntime, { type Runtime } from 'wuchale/runtime';

export interface Entry {
	/** As in the code; two where a number decides. */
	readonly texts: readonly string[];
	/** Null where there is none. */
	readonly translations: readonly string[] | null;
}

interface FileWords {
	readonly file: string;
	readonly entries: readonly Entry[];
}

interface Known {
	readonly runtime: Runtime;
	readonly shown: Set<number>;
}

const known = new Map<FileWords, Known>();

const mark = (text: string): string => `⟦${text}⟧`;

/** Text between placeholders is marked; what is put into them is not. */
function compiled({ texts, translations }: Entry) {
	if (texts.length > 1) return (translations?.map(mark) ?? texts) as string[];
	const text = translations?.[0] ?? texts[0] ?? '';
	return text
		.split(/\{(\d+)\}/)
		.map((part, i) => (i % 2 === 1 ? Number(part) : translations === null ? part : mark(part)));
}

export function shownWords(words: FileWords): Runtime {
	const before = known.get(words);
	if (before !== undefined) return before.runtime;
	const shown = new Set<number>();
	const entries = words.entries.map(compiled);
	const noted = new Proxy(entries, {
		get(target, name, receiver) {
			if (typeof name === 'string' && /^\d+$/.test(name)) shown.add(Number(name));
			return Reflect.get(target, name, receiver) as unknown;
		}
	});
	const runtime = toRuntime({ c: noted });
	known.set(words, { runtime, shown });
	return runtime;
}

/** Texts of modules under a folder that nothing has shown yet. */
export function neverShown(folder: string): string[] {
	return [...known].flatMap(([{ file, entries }, { shown }]) =>
		file.startsWith(folder)
			? entries.filter((_, i) => !shown.has(i)).map(({ texts }) => `${file}: ${texts.join(' / ')}`)
			: []
	);
}

/** Signs of units are the same in all languages; "y" joins lists. */
const NOT_WORDS = /(?<!\p{L})(B|kB|MB|GB|ms|s|min|y)(?!\p{L})/gu;

/**
 * What is left of a text when translated words are taken out, and data that was put into it.
 *
 * @returns empty when every word of it is translated
 */
export function untranslated(text: string, data: readonly string[]): string {
	let rest = text.replaceAll(/⟦[^⟧]*⟧/g, ' ');
	const longestFirst = data.filter((each) => each !== '').sort((a, b) => b.length - a.length);
	for (const each of longestFirst) rest = rest.replaceAll(each, ' ');
	return /\p{L}/u.test(rest.replaceAll(NOT_WORDS, ' ')) ? rest.trim() : '';
}
