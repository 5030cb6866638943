/** From the model that a run or a link names to what this app can load. */
import { backendsOf, digestOf, type CatalogModel, type CatalogPrecision } from '#catalog/model.ts';
import type { Backend, ModelChoice, ModelState } from './model-state.svelte.ts';

export interface NamedModel {
	readonly name: string;
	/** The precision's short name. */
	readonly quantization: string;
	/** Root digest over its files, where it is known. */
	readonly digest?: string | null;
}

interface Found {
	readonly model: CatalogModel;
	/** The precision's short name here. */
	readonly precisionId: string;
}

/** The very files, whatever they are called. */
function findFiles(
	{ catalog }: Pick<ModelState, 'catalog'>,
	{ digest, quantization }: Pick<NamedModel, 'digest' | 'quantization'>
): Found | null {
	if (digest === undefined || digest === null) return null;
	for (const model of catalog) {
		const named = model.precisions.filter(({ id }) => id === quantization);
		const isIt = (each: CatalogPrecision): boolean => digestOf(model, each) === digest;
		const precision = [...named, ...model.precisions].find(isIt);
		if (precision !== undefined) return { model, precisionId: precision.id };
	}
	return null;
}

/** The very weights; else the model of that name, to see how it differs. */
function find(state: Pick<ModelState, 'catalog'>, named: NamedModel): Found | null {
	const { name, quantization } = named;
	const same = findFiles(state, named);
	if (same !== null) return same;
	const alike = state.catalog.find(
		(each) => each.name === name && each.precisions.some(({ id }) => id === quantization)
	);
	return alike === undefined ? null : { model: alike, precisionId: quantization };
}

/** The very weights, whatever they are called; else the model of that name, to see how it differs. */
export function findPrecision(
	state: ModelState,
	named: NamedModel
): { readonly model?: CatalogModel; readonly precision?: CatalogPrecision } {
	const found = find(state, named);
	if (found === null) return {};
	const { model, precisionId } = found;
	const precision = model.precisions.find(({ id }) => id === precisionId);
	return precision === undefined ? { model } : { model, precision };
}

/**
 * What this app calls these files, whatever a file or a link calls them.
 *
 * @returns null where it does not know them, or knows them by the word of a pack or a folder
 */
export function knownName(state: Pick<ModelState, 'catalog'>, digest: string): string | null {
	return knownModel(state, digest)?.name ?? null;
}

/** The same with the precision that this app knows them in. */
export function knownModel(
	state: Pick<ModelState, 'catalog'>,
	digest: string
): { readonly name: string; readonly precisionId: string } | null {
	const found = findFiles(state, { digest, quantization: '' });
	// A pack or a folder may call any weights what it likes.
	if (found === null || found.model.stored?.isQuoted === true) return null;
	return { name: found.model.name, precisionId: found.precisionId };
}

/** Whether its name is enough for others to find it: not so for a model of this browser's store. */
export function isBuiltIn({ catalog }: ModelState, name: string): boolean {
	return catalog.some((each) => each.name === name && each.stored === undefined);
}

/** What to load; null when the catalogue does not have it. */
export function choiceFor(
	model: ModelState,
	named: NamedModel,
	backend: Backend
): ModelChoice | null {
	const known = find(model, named);
	if (known === null || !backendsOf(known.model).includes(backend)) return null;
	const choice = { modelId: known.model.id, precisionId: known.precisionId, backend };
	return model.has(choice) ? choice : null;
}

/** Why this app, on this machine, cannot run the named model there; null when it can. */
export function whyNot(
	model: ModelState,
	named: NamedModel,
	backend: Backend
): 'unknown' | 'no-webgpu' | null {
	if (choiceFor(model, named, backend) !== null) return null;
	const onGpu = choiceFor(model, named, 'webgpu') !== null;
	return onGpu && model.support?.webgpu.available === false ? 'no-webgpu' : 'unknown';
}

/** The recorded backend, unless this machine lacks it. */
export function usableBackend(model: ModelState, recorded: Backend): Backend {
	const gpuWorks = model.support?.webgpu.available === true;
	return recorded === 'webgpu' && !gpuWorks ? 'wasm' : recorded;
}

/** A model in its first precision, on the wanted backend where it has a choice. */
export function choiceOf(model: CatalogModel, wanted: Backend): ModelChoice {
	const backends = backendsOf(model);
	return {
		modelId: model.id,
		precisionId: model.precisions[0]?.id ?? '',
		backend: backends.includes(wanted) ? wanted : (backends[0] ?? 'wasm')
	};
}
