/** From the model that a run or a link names to what this app can load. */
import { backendsOf, type CatalogModel } from '#catalog/model.ts';
import type { Backend, ModelChoice, ModelState } from './model-state.svelte.ts';

export interface NamedModel {
	readonly name: string;
	/** The precision's short name. */
	readonly quantization: string;
	/** Root digest over its files, where it is known. */
	readonly digest?: string | null;
}

/** The very weights, whatever they are called; else the model of that name, to see how it differs. */
export function findModel(
	{ catalog }: ModelState,
	{ name, quantization, digest }: NamedModel
): CatalogModel | undefined {
	return (
		catalog.find(({ stored }) => stored !== undefined && stored.digest === digest) ??
		catalog.find(
			(each) => each.name === name && each.precisions.some(({ id }) => id === quantization)
		)
	);
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
	const known = findModel(model, named);
	if (known === undefined || !backendsOf(known).includes(backend)) return null;
	const choice = { modelId: known.id, precisionId: named.quantization, backend };
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
