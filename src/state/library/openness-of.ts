/** What is known to be open about a model that a lesson names. */
import type { OpennessCard } from '#catalog/openness.ts';
import { sprout } from '#catalog/sprout.ts';
import { sproutOpenness } from '#catalog/sprout-openness.ts';
import type { LibraryState } from './library-state.svelte.ts';

export interface NamedOpenness {
	readonly name: string;
	/** Null when the catalogue does not have it. */
	readonly card: OpennessCard | null;
	/** SPDX expression; null when it is not known. */
	readonly license: string | null;
}

/** Hyphens and blanks are the same: the library shows names with blanks. */
function plain(name: string): string {
	return name.toLowerCase().replaceAll('-', ' ').trim();
}

/** @param name a model's name, or its id in the catalogue */
export function opennessOf({ listed }: LibraryState, name: string): NamedOpenness {
	if (plain(name) === plain(sprout.name)) {
		return { name: sprout.name, card: sproutOpenness, license: sprout.license };
	}
	const found =
		listed.find((model) => plain(model.name) === plain(name)) ??
		listed.find(({ id }) => plain(id) === plain(name));
	if (found === undefined) return { name, card: null, license: null };
	return {
		name: found.name.replaceAll('-', ' '),
		card: found.openness,
		license: found.license?.expression ?? null
	};
}
