import { knownModel, knownName } from '#state/model/run-model.ts';
import type { ModelState } from '#state/model/model-state.svelte.ts';
import { precisionName } from '#words/model-words.ts';
import { knownOrQuoted } from '#words/strangers-words.ts';

interface Named {
	readonly name: string;
	/** Missing or null: nobody says which files they are. */
	readonly digest?: string | null | undefined;
}

type Known = Pick<ModelState, 'catalog'>;

/** What this app calls these files; else the sender's word, as a quotation. */
export function modelName(model: Known, { name, digest }: Named): string {
	return knownOrQuoted(knownName(model, digest ?? ''), name);
}

/** This app's name and precision for these files; null where it does not know them. */
export function knownInWords(model: Known, digest: string): string | null {
	const known = knownModel(model, digest);
	return known === null ? null : `${known.name} ${precisionName(known.precisionId)}`;
}

/** The same with the precision, which is the sender's word, too. */
export function modelInWords(
	model: Known,
	{ name, quantization, digest }: Named & { readonly quantization: string }
): string {
	return knownOrQuoted(knownInWords(model, digest ?? ''), `${name} ${precisionName(quantization)}`);
}
