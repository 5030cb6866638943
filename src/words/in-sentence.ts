import { language } from '#locales/language.ts';

/** Languages that write nouns with a capital letter wherever they are. */
const CAPITAL_NOUNS = ['de'];

/** A label as it is written in mid-sentence. */
export function inSentence(label: string): string {
	return CAPITAL_NOUNS.includes(language) ? label : label.toLowerCase();
}
