/** The languages that a model is made for, in words. */
import { language } from '#locales/language.ts';
import { languageName } from '#words/language-name.ts';
import type { ModelLanguages } from '#catalog/model-languages.ts';

const SHOWN = 3;

/** A few names, how many more there are, and whether that was looked up. */
export function languagesText(languages: ModelLanguages | null): string {
	if (languages === null) return 'Languages unknown';
	const { codes, claimed, basis } = languages;
	const named = codes.slice(0, SHOWN).map(languageName).join(', ');
	const more = codes.length - SHOWN;
	const whole = more > 0 ? `${named} and ${more} more` : named;
	const all = claimed === null ? whole : `${named} (${claimed} languages, according to its makers)`;
	return basis === 'read' ? all : `Probably ${all}`;
}

/** ISO 639 for a language that nobody names. */
const UNKNOWN = 'und';

/** By name, and what is not known last. */
export function languageOptions(
	codes: readonly string[]
): { readonly code: string; readonly name: string }[] {
	const named = codes
		.filter((code) => code !== UNKNOWN)
		.map((code) => ({ code, name: languageName(code) }))
		.sort((a, b) => a.name.localeCompare(b.name, language));
	if (!codes.includes(UNKNOWN)) return named;
	return [...named, { code: UNKNOWN, name: 'Unknown' }];
}
