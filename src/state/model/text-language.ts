/** For `lang`: the language of what goes into a model and comes out of it is seldom the page's. */
import { sprout } from '#catalog/sprout.ts';
import { SPROUT_LANGUAGE } from '#core/sprout-world/language.ts';

/** What HTML says of a text whose language nobody knows: not the page's, at least. */
export const UNKNOWN_LANGUAGE = '';

/** @returns a BCP 47 tag, of models that have one language only; of all others, `UNKNOWN_LANGUAGE` */
export function textLanguage(model: { readonly name: string } | null | undefined): string {
	return model?.name === sprout.name ? SPROUT_LANGUAGE : UNKNOWN_LANGUAGE;
}

/** @param title what someone called a run, in whatever language; where it is empty, its prompt stands for it */
export function titleLanguage(title: string, model: { readonly name: string } | undefined): string {
	return title === '' ? textLanguage(model) : UNKNOWN_LANGUAGE;
}
