/** What a link asks for, before anything is fetched. */
import type { CatalogModel, CatalogPrecision } from '#catalog/model.ts';
import { modelDigest } from '#core/digest/model-digest.ts';
import type { LinkModel } from '#core/link/link-schema.ts';
import { choiceFor } from '#state/run-model.ts';
import type { ModelState } from '#state/model-state.svelte.ts';

export interface LinkModelFacts {
	/** Null when neither link nor catalogue says so. */
	readonly sizeBytes: number | null;
	/** Host name, or null for this site itself. */
	readonly host: string | null;
	readonly license: string | null;
	readonly presence: 'loaded' | 'here' | 'other-version' | 'unknown';
}

export function linkModelFacts(link: LinkModel, model: ModelState): LinkModelFacts {
	const known = model.catalog.find(({ name }) => name === link.name);
	const precision = known?.precisions.find(({ id }) => id === link.quantization);
	const source = link.source ?? known?.source ?? null;
	return {
		sizeBytes: link.size_bytes ?? sizeOf(precision),
		host: source === null ? null : hostOf(source.url),
		license: known?.license ?? null,
		presence: presenceOf(link, model, known, precision)
	};
}

function sizeOf(precision: CatalogPrecision | undefined): number | null {
	return precision?.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) ?? null;
}

function hostOf(url: string): string | null {
	return URL.canParse(url) ? new URL(url).host : null;
}

function presenceOf(
	link: LinkModel,
	model: ModelState,
	known: CatalogModel | undefined,
	precision: CatalogPrecision | undefined
): LinkModelFacts['presence'] {
	if (known === undefined || precision === undefined) return 'unknown';
	if (link.digest !== null && link.digest !== modelDigest(precision.files)) return 'other-version';
	const isLoaded =
		model.loaded !== null && model.choice?.modelId === known.id && model.precision === precision;
	return isLoaded ? 'loaded' : 'here';
}

/** What to load for a link's recipe: on the backend in use. */
export function linkChoice(link: LinkModel, model: ModelState) {
	return choiceFor(model, link, (model.choice ?? model.defaultChoice).backend);
}
