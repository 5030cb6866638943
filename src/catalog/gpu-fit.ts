/** Whether a model can run here, told before anything is downloaded. */
import type { WebLlmModel } from './web-llm-models.ts';

export interface GpuLimits {
	readonly maxBufferSize: number;
	readonly maxStorageBufferBindingSize: number;
	readonly maxComputeWorkgroupStorageSize: number;
	readonly maxStorageBuffersPerShaderStage: number;
}

export interface Machine {
	/** What `navigator.gpu.requestAdapter()` gives; null without WebGPU or without an adapter. */
	readonly adapter: {
		readonly features: ReadonlySet<string>;
		readonly limits: GpuLimits;
		/** True for a CPU that plays GPU: what can choose runs on the CPU itself, which is faster. */
		readonly isSoftware: boolean;
	} | null;
	/** Models are run on the CPU, although there may be an adapter: someone chose that. */
	readonly prefersCpu?: boolean;
	/** `navigator.deviceMemory` in MB (2^20 bytes); browsers round and cap it. Null when not told. */
	readonly memoryMB: number | null;
}

export type FitReason =
	| { readonly code: 'no-webgpu' }
	| { readonly code: 'no-f16'; readonly siblingId: string | null }
	| {
			readonly code: 'limit-too-small';
			readonly limit: keyof GpuLimits;
			readonly needed: number;
			readonly available: number;
	  }
	| { readonly code: 'memory-tight'; readonly neededMB: number; readonly machineMB: number }
	| { readonly code: 'memory-unknown'; readonly neededMB: number }
	| { readonly code: 'writes-no-text' }
	/** More than a WebAssembly runtime can hold. */
	| { readonly code: 'too-large'; readonly bytes: number; readonly mostBytes: number }
	| { readonly code: 'slow-on-cpu' }
	/** A precision whose operators few runtimes have. */
	| { readonly code: 'seldom-runs'; readonly precision: string };

export interface Fit {
	readonly verdict: 'works' | 'may-not-work' | 'does-not-work';
	/** Empty when it works. */
	readonly reasons: readonly FitReason[];
}

const MIB = 2 ** 20;

/** What the library's device request fails without. @see web-llm's `detectGPUDevice` */
const REQUIRED: GpuLimits = {
	maxBufferSize: 256 * MIB,
	maxStorageBufferBindingSize: 128 * MIB,
	maxComputeWorkgroupStorageSize: 32 * 1024,
	maxStorageBuffersPerShaderStage: 10
};
const LIMITS = Object.keys(REQUIRED) as (keyof GpuLimits)[];

/** It asks for 1 GiB, and when it cannot have that for the least, never for something between. */
function grantedBindingSize({ maxStorageBufferBindingSize }: GpuLimits): number {
	const wanted = 1024 * MIB;
	return maxStorageBufferBindingSize >= wanted ? wanted : REQUIRED.maxStorageBufferBindingSize;
}

function limitReasons(model: Pick<WebLlmModel, 'bufferSizeBytes'>, limits: GpuLimits): FitReason[] {
	const reasons: FitReason[] = LIMITS.filter((limit) => limits[limit] < REQUIRED[limit]).map(
		(limit) => ({
			code: 'limit-too-small',
			limit,
			needed: REQUIRED[limit],
			available: limits[limit]
		})
	);
	const { bufferSizeBytes } = model;
	if (bufferSizeBytes !== null && bufferSizeBytes > grantedBindingSize(limits)) {
		reasons.push({
			code: 'limit-too-small',
			limit: 'maxStorageBufferBindingSize',
			needed: bufferSizeBytes,
			available: grantedBindingSize(limits)
		});
	}
	return reasons;
}

/** WebGPU does not say how much memory the GPU has: these are doubts, never refusals. */
function memoryReasons(model: WebLlmModel, machineMB: number | null): FitReason[] {
	const neededMB = model.memoryMB;
	if (machineMB === null) {
		return model.lowResource ? [] : [{ code: 'memory-unknown', neededMB }];
	}
	return neededMB > machineMB ? [{ code: 'memory-tight', neededMB, machineMB }] : [];
}

type GpuNeeds = Pick<WebLlmModel, 'use' | 'needsF16' | 'f32SiblingId' | 'bufferSizeBytes'>;

function blockers(model: GpuNeeds, { adapter }: Machine): FitReason[] {
	const reasons: FitReason[] = [];
	if (model.use === 'embedding') reasons.push({ code: 'writes-no-text' });
	if (adapter === null) return [...reasons, { code: 'no-webgpu' }];
	if (model.needsF16 && !adapter.features.has('shader-f16')) {
		reasons.push({ code: 'no-f16', siblingId: model.f32SiblingId });
	}
	return [...reasons, ...limitReasons(model, adapter.limits)];
}

/** @returns the verdict, with every reason against it */
export function fits(model: WebLlmModel, machine: Machine): Fit {
	const blocking = blockers(model, machine);
	if (blocking.length > 0) return { verdict: 'does-not-work', reasons: blocking };
	const doubts = memoryReasons(model, machine.memoryMB);
	return { verdict: doubts.length > 0 ? 'may-not-work' : 'works', reasons: doubts };
}

/** The same for a compiled model that no list describes. */
export function fitsUnlisted({ needsF16 }: Pick<WebLlmModel, 'needsF16'>, machine: Machine): Fit {
	const needs = { use: 'chat', needsF16, f32SiblingId: null, bufferSizeBytes: null } as const;
	const reasons = blockers(needs, machine);
	return { verdict: reasons.length > 0 ? 'does-not-work' : 'works', reasons };
}
