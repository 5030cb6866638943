/** The language of the interface. */

const KEY = 'glasshouse.language';
/** What the code itself is written in. */
export const SOURCE_LANGUAGE = 'en';

/** Codes of the catalogues beside this file, the source language first. */
export const LANGUAGES: readonly string[] = __LANGUAGES__;

/** The first that there is a catalogue for, by language alone: `es-MX` finds `es`. */
export function pickLanguage(
	wanted: readonly (string | null)[],
	offered: readonly string[]
): string {
	for (const code of wanted) {
		const found = [code, code?.split('-')[0]].find(
			(each) => each != null && offered.includes(each)
		);
		if (found != null) return found;
	}
	return SOURCE_LANGUAGE;
}

function keptLanguage(): string | null {
	try {
		return localStorage.getItem(KEY);
	} catch {
		return null; // Storage is forbidden: the browser's own wish counts.
	}
}

/** What the page was opened in: the choice that was kept, else the browser's. Outside a page, English. */
export const language =
	typeof document === 'undefined'
		? SOURCE_LANGUAGE
		: pickLanguage([keptLanguage(), ...navigator.languages], LANGUAGES);

/** Takes effect when the page is loaded again. */
export function keepLanguage(code: string): void {
	try {
		localStorage.setItem(KEY, code);
	} catch {
		// Nothing can be kept; the page stays in the language it has.
	}
}
