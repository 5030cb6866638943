/** From the model that a run or a link names to what this app can load. */
import type { Backend, ModelChoice, ModelState } from './model-state.svelte.ts';

export interface NamedModel {
	readonly name: string;
	/** The precision's short name. */
	readonly quantization: string;
}

/** What to load; null when the catalogue does not have it. */
export function choiceFor(
	model: ModelState,
	{ name, quantization }: NamedModel,
	backend: Backend
): ModelChoice | null {
	const known = model.catalog.find((each) => each.name === name);
	if (known === undefined) return null;
	const choice = { modelId: known.id, precisionId: quantization, backend };
	return model.has(choice) ? choice : null;
}

/** The recorded backend, unless this machine lacks it. */
export function usableBackend(model: ModelState, recorded: Backend): Backend {
	const gpuWorks = model.support?.webgpu.available === true;
	return recorded === 'webgpu' && !gpuWorks ? 'wasm' : recorded;
}
