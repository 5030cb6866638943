/** Why a run cannot be grown or verified here, and what to do. */
import type { ModelState } from '#state/model/model-state.svelte.ts';
import { whyNot, type NamedModel } from '#state/model/run-model.ts';
import { noWebGpuText } from '#words/gpu-words.ts';

import { modelInWords } from '../run/model-name.ts';

type Backend = Parameters<typeof whyNot>[2];

/** @returns null when nothing is in the way */
export function whyNotWords(model: ModelState, named: NamedModel, backend: Backend): string | null {
	const reason = whyNot(model, named, backend);
	if (reason === null) return null;
	const name = modelInWords(model, named);
	if (reason === 'unknown') {
		return `This needs ${name}, which is not in this app. Look for it in the library.`;
	}
	const webgpu = model.support?.webgpu;
	const advice = `This needs ${name}, which runs on a graphics card through WebGPU. Open it on a machine with a graphics card, in a browser with WebGPU.`;
	return webgpu?.available === false ? `${noWebGpuText(webgpu)} ${advice}` : advice;
}
