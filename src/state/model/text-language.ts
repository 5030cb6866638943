/** For `lang`: the language of what goes into a model and comes out of it is seldom the page's. */
import { sprout } from '#catalog/sprout.ts';
import { SPROUT_LANGUAGE } from '#core/sprout-world/language.ts';

/** @returns a BCP 47 tag, of models that have one language only; else undefined, since nobody knows */
export function textLanguage(model: { readonly name: string } | undefined): string | undefined {
	return model?.name === sprout.name ? SPROUT_LANGUAGE : undefined;
}
