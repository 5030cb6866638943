/** Why a model may not work here, in words. */
import type { FitReason, GpuLimits } from '#catalog/gpu-fit.ts';
import { formatMemory, formatMemoryMB } from './memory-words.ts';

const LIMIT_NAMES: Readonly<Record<keyof GpuLimits, string>> = {
	maxBufferSize: 'one buffer',
	maxStorageBufferBindingSize: 'one block of weights',
	maxComputeWorkgroupStorageSize: 'workgroup memory',
	maxStorageBuffersPerShaderStage: 'buffers at a time'
};

export function reasonText(reason: FitReason): string {
	switch (reason.code) {
		case 'no-webgpu':
			return 'It needs WebGPU, which this browser or graphics driver does not offer.';
		case 'no-f16':
			return 'It computes in 16-bit floats, which this graphics card does not offer.';
		case 'limit-too-small': {
			const { limit, needed, available } = reason;
			const isCount = limit === 'maxStorageBuffersPerShaderStage';
			const show = (value: number) => (isCount ? String(value) : formatMemory(value));
			return `It needs ${show(needed)} for ${LIMIT_NAMES[limit]}. This graphics card offers ${show(available)}.`;
		}
		case 'memory-tight':
			return `It needs about ${formatMemoryMB(reason.neededMB)} of memory. This machine reports ${formatMemoryMB(reason.machineMB)}.`;
		case 'memory-unknown':
			return `It needs about ${formatMemoryMB(reason.neededMB)} of memory. This browser does not say how much there is.`;
		case 'too-large':
			return `It needs ${formatMemory(reason.bytes)} for its weights. A browser tab holds ${formatMemory(reason.mostBytes)} at most.`;
		case 'slow-on-cpu':
			return 'Slow on the processor: 4-bit weights take several times as long there as 8-bit weights.';
		case 'seldom-runs':
			return `Few browsers can run ${reason.precision}. It was not tested here.`;
		case 'writes-no-text':
			return 'It writes no text: it turns texts into numbers for search.';
	}
}

/** Above all models that the same thing keeps from running here. */
export function ruledOutText(code: FitReason['code']): string {
	switch (code) {
		case 'no-webgpu':
			return 'They need WebGPU, which this browser or graphics driver does not offer';
		case 'no-f16':
			return 'They need 16-bit floats, which this graphics card does not offer';
		case 'limit-too-small':
			return 'They need more room at once than this graphics card offers';
		case 'writes-no-text':
			return 'They write no text: they turn texts into numbers for search';
		case 'too-large':
			return 'They are larger than a browser tab can hold';
		case 'memory-tight':
		case 'memory-unknown':
		case 'slow-on-cpu':
		case 'seldom-runs':
			return 'They do not run here';
	}
}
