/** Why this machine has no WebGPU, in a sentence. */
import type { ModelState } from '#state/model/model-state.svelte.ts';

type WebGpuSupport = NonNullable<ModelState['support']>['webgpu'];
type NoWebGpu = Extract<WebGpuSupport, { available: false }>;

export function noWebGpuText(lack: NoWebGpu): string {
	switch (lack.reason) {
		case 'no-api':
			return 'This browser has no WebGPU.';
		case 'no-answer':
			return 'WebGPU is not available: the graphics driver does not answer.';
		case 'no-adapter':
			return 'WebGPU is not available: the browser finds no graphics card that it can use.';
		case 'failed':
			return `WebGPU is not available. The browser says: ${lack.message}`;
	}
}
