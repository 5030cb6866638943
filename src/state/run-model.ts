/** From the model that a run or a link names to what this app can load. */
import { backendsOf } from '#catalog/model.ts';
import type { Backend, ModelChoice, ModelState } from './model-state.svelte.ts';

export interface NamedModel {
	readonly name: string;
	/** The precision's short name. */
	readonly quantization: string;
	/** Root digest over its files, where it is known. */
	readonly digest?: string | null;
}

/** What to load; null when the catalogue does not have it. */
export function choiceFor(
	model: ModelState,
	{ name, quantization, digest }: NamedModel,
	backend: Backend
): ModelChoice | null {
	// The very weights, whatever they are called; else the model of that name, to see how it differs.
	const known =
		model.catalog.find(({ stored }) => stored !== undefined && stored.digest === digest) ??
		model.catalog.find(
			(each) => each.name === name && each.precisions.some(({ id }) => id === quantization)
		);
	if (known === undefined || !backendsOf(known).includes(backend)) return null;
	const choice = { modelId: known.id, precisionId: quantization, backend };
	return model.has(choice) ? choice : null;
}

/** The recorded backend, unless this machine lacks it. */
export function usableBackend(model: ModelState, recorded: Backend): Backend {
	const gpuWorks = model.support?.webgpu.available === true;
	return recorded === 'webgpu' && !gpuWorks ? 'wasm' : recorded;
}
