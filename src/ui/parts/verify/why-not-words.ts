/** Why a run cannot be grown or verified here, and what to do. */
import type { ModelState } from '#state/model/model-state.svelte.ts';
import { whyNot, type NamedModel } from '#state/model/run-model.ts';

type Backend = Parameters<typeof whyNot>[2];

/**
 * @param work what the model is needed for: "verify this run"
 * @returns null when nothing is in the way
 */
export function whyNotWords(
	model: ModelState,
	named: NamedModel,
	backend: Backend,
	work: string
): string | null {
	const reason = whyNot(model, named, backend);
	if (reason === null) return null;
	const name = `${named.name} ${named.quantization}`;
	if (reason === 'unknown') {
		return `This app does not have ${name}, so it cannot ${work}. The library may have it.`;
	}
	const webgpu = model.support?.webgpu;
	const detail = webgpu?.available === false ? ` ${webgpu.reason}` : '';
	return `${name} runs on a graphics card through WebGPU, which is missing here, so this machine cannot ${work}.${detail} Open it on a machine with a graphics card, in a browser with WebGPU.`;
}
