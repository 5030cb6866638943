import { knownName } from '#state/model/run-model.ts';
import type { ModelState } from '#state/model/model-state.svelte.ts';
import { strangersWords } from '#words/strangers-words.ts';

/** What this app calls these very files; else the sender's word, as a quotation. */
export function modelName(
	model: ModelState,
	{ name, digest }: { readonly name: string; readonly digest: string }
): string {
	return knownName(model, digest) ?? `“${strangersWords(name)}”`;
}
