/** What a language is called, in the page's language. */
import { language } from '#locales/language.ts';

const NAMES = new Intl.DisplayNames([language], { type: 'language', fallback: 'code' });

/** Name of a BCP 47 tag or ISO 639 code; what is no code stays as it is. */
export function languageName(code: string): string {
	try {
		return NAMES.of(code) ?? code;
	} catch {
		return code;
	}
}
