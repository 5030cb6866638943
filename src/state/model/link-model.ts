/** What a link asks for, before anything is fetched. */
import { digestOf, weightOf, type CatalogModel, type CatalogPrecision } from '#catalog/model.ts';
import type { LinkModel } from '#core/link/link-schema.ts';
import { DEFAULT_HUB } from '#storage/weights/hub-address.ts';
import { parseHubPlace } from '#storage/weights/hub-place.ts';
import type { ModelChoice, ModelState } from './model-state.svelte.ts';
import { choiceFor, findPrecision, type NamedModel } from './run-model.ts';

export interface LinkRepository {
	/** `owner/name`. */
	readonly name: string;
	/** A commit; null when nobody says. */
	readonly revision: string | null;
}

export interface LinkModelFacts {
	/** Null when neither link nor catalogue says so. */
	readonly sizeBytes: number | null;
	/** Null when it is not known. */
	readonly host: string | null;
	/** Null when it names none. */
	readonly repository: LinkRepository | null;
	readonly license: string | null;
	readonly presence: 'loaded' | 'built-in' | 'stored' | 'other-version' | 'unknown';
}

/** @param here the host that this page comes from */
export function linkModelFacts(link: LinkModel, model: ModelState, here: string): LinkModelFacts {
	const { model: known, precision } = findPrecision(model, link);
	const isServedHere = link.source === null && known !== undefined && known.stored === undefined;
	const source = link.source ?? known?.source ?? null;
	return {
		sizeBytes: link.size_bytes ?? weightOf(precision),
		host: isServedHere ? `this site, ${here}` : hostOf(source?.url),
		repository: repositoryOf(link),
		license: known?.license ?? null,
		presence: presenceOf(link, model, known, precision)
	};
}

/** The repository on a hub that a link names, whichever hub or mirror it is read from here. */
export function repositoryOf({ source }: LinkModel): LinkRepository | null {
	if (source === null) return null;
	const { url, revision } = source;
	// Below a mirror's folder, only what follows tells where the repository's name ends.
	const pinned = revision === null ? null : parseHubPlace(`${url}/tree/${revision}`, DEFAULT_HUB);
	const place = parseHubPlace(url, DEFAULT_HUB) ?? pinned;
	if (place === null) return null;
	return { name: place.repository, revision: revision ?? place.revision };
}

/** Null when it is not known. */
export function hostOf(url: string | undefined): string | null {
	return url !== undefined && URL.canParse(url) ? new URL(url).host : null;
}

function presenceOf(
	link: LinkModel,
	model: ModelState,
	known: CatalogModel | undefined,
	precision: CatalogPrecision | undefined
): LinkModelFacts['presence'] {
	if (known === undefined || precision === undefined) return 'unknown';
	if (link.digest !== null && link.digest !== digestOf(known, precision)) return 'other-version';
	if (model.loaded !== null && model.precision === precision) return 'loaded';
	return known.stored === undefined ? 'built-in' : 'stored';
}

/** What to load for a recipe: on the backend in use, if the model can run there. */
export function linkChoice(link: NamedModel, model: ModelState): ModelChoice | null {
	const { backend } = model.choice ?? model.defaultChoice;
	const hasGpu = model.support?.webgpu.available === true;
	return choiceFor(model, link, backend) ?? (hasGpu ? choiceFor(model, link, 'webgpu') : null);
}
