/** Why a model may not work here, in words. */
import type { FitReason, GpuLimits } from '#catalog/gpu-fit.ts';
import { formatBytes } from '#words/format.ts';

const MIB = 2 ** 20;

const LIMIT_NAMES: Readonly<Record<keyof GpuLimits, string>> = {
	maxBufferSize: 'one buffer',
	maxStorageBufferBindingSize: 'one block of weights',
	maxComputeWorkgroupStorageSize: 'a workgroup’s memory',
	maxStorageBuffersPerShaderStage: 'buffers at a time'
};

export function formatMemory(megabytes: number): string {
	return formatBytes(megabytes * MIB);
}

export function reasonText(reason: FitReason): string {
	switch (reason.code) {
		case 'no-webgpu':
			return 'It needs WebGPU, which this browser or graphics driver does not offer.';
		case 'no-f16':
			return 'It computes in 16-bit floats, which this graphics card does not offer.';
		case 'limit-too-small': {
			const { limit, needed, available } = reason;
			const isCount = limit === 'maxStorageBuffersPerShaderStage';
			const show = (value: number) => (isCount ? String(value) : formatBytes(value));
			return `It needs ${show(needed)} for ${LIMIT_NAMES[limit]}; this graphics card gives ${show(available)}.`;
		}
		case 'memory-tight':
			return `It takes about ${formatMemory(reason.neededMB)}; this machine has ${formatMemory(reason.machineMB)} or more in all.`;
		case 'memory-unknown':
			return `It takes about ${formatMemory(reason.neededMB)}; this browser does not say how much there is.`;
		case 'too-large':
			return `It has ${formatBytes(reason.bytes)}; a browser tab holds ${formatBytes(reason.mostBytes)} of it at most.`;
		case 'slow-on-cpu':
			return 'On the CPU, where it will run here, its weights are unfolded in every step: several times slower than 8 bits.';
		case 'seldom-runs':
			return `Few browsers’ engines have the operators of ${reason.precision}; it was not tried here.`;
		case 'writes-no-text':
			return 'It turns texts into numbers for searching and writes none itself.';
	}
}
