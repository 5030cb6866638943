/** What is decided about a session before it is made, from the model's weights and the machine. */
import type { InferenceSession } from 'onnxruntime-web';
import type { RunEngine } from '#core/run-file/schema.ts';
import type { Backend } from '../engine.ts';
import type { ModelFacts } from './graph/scan-model.ts';
import { threadsThatKeepBits } from './thread-limit.ts';

export interface SessionChoices {
	/** Session options that change bits, as run files name them. */
	readonly options: RunEngine['options'];
	readonly threads: number;
}

/** A WebAssembly memory ends at 4 GB; what is unfolded shares it with everything else. */
const MOST_UNFOLDED_BYTES = 2 * 1024 ** 3;
/** Smaller models take less time than waking other threads does. */
const LEAST_THREADED_BYTES = 16 * 1024 * 1024;
/** More gain little: decoding waits for memory. */
const MOST_THREADS = 4;

/** What of the machine counts. */
export interface Machine {
	readonly logicalCores: number;
	/** Whether the page is cross-origin isolated; without that there is no memory to share. */
	readonly canShareMemory: boolean;
}

export function thisMachine(): Machine {
	return {
		// Node 20 has no navigator.
		logicalCores:
			(globalThis.navigator as NavigatorConcurrentHardware | undefined)?.hardwareConcurrency ?? 1,
		// Undefined outside of browsers.
		canShareMemory: (globalThis.crossOriginIsolated as boolean | undefined) === true
	};
}

/** What of the model counts. */
type ChoosingFacts = Pick<
	ModelFacts,
	'unfoldedBytes' | 'weightBytes' | 'unfoldedProducts' | 'foldedProducts'
> & {
	/** Of each layer's attention, as the config says. */
	readonly heads: number | undefined;
};

/** The number that is chosen when nobody asks for one. */
function usualThreads(weightBytes: number, { logicalCores }: Machine): number {
	if (weightBytes < LEAST_THREADED_BYTES) return 1;
	return Math.max(1, Math.floor(Math.min(MOST_THREADS, logicalCores / 2)));
}

/**
 * - 8-bit weights are unfolded to float32 once, at load, where memory allows: as fast as float32
 *   weights, and six times faster than unfolding in every step. It changes bits.
 * - Threads: as many as are asked for, else half the logical cores, at most four; fewer where so many
 *   would give other bits than one.
 *
 * @param threads asked for; missing: by model and machine
 */
export function chooseSession(
	backend: Backend,
	{ unfoldedBytes, weightBytes, unfoldedProducts, foldedProducts, heads }: ChoosingFacts,
	machine: Machine,
	threads?: number
): SessionChoices {
	const unfolds = unfoldedBytes <= MOST_UNFOLDED_BYTES;
	const products = unfolds ? unfoldedProducts : [...unfoldedProducts, ...foldedProducts];
	const wanted = threads ?? usualThreads(weightBytes, machine);
	const mayUseThreads = backend === 'wasm' && machine.canShareMemory;
	return {
		options: { 'session.disable_quant_qdq': unfolds ? '1' : '0' },
		threads: mayUseThreads ? threadsThatKeepBits(wanted, products, heads) : 1
	};
}

/** @returns the same with 8-bit weights as they are, where that takes less memory; else null */
export function withoutUnfolding(
	choices: SessionChoices,
	{ unfoldedBytes }: Pick<ModelFacts, 'unfoldedBytes'>
): SessionChoices | null {
	const unfolds = choices.options['session.disable_quant_qdq'] === '1';
	if (!unfolds || unfoldedBytes === 0) return null;
	return { ...choices, options: { ...choices.options, 'session.disable_quant_qdq': '0' } };
}

export function sessionOptions(
	backend: Backend,
	choices: SessionChoices,
	externalData: NonNullable<InferenceSession.SessionOptions['externalData']>
): InferenceSession.SessionOptions {
	const disable_quant_qdq = choices.options['session.disable_quant_qdq'] ?? '1';
	const options: InferenceSession.SessionOptions = {
		executionProviders: [backend],
		extra: { session: { disable_quant_qdq } },
		externalData,
		logSeverityLevel: 3
	};
	// The cache never leaves the GPU; the logits are fetched from it after each step.
	return backend === 'webgpu' ? { ...options, preferredOutputLocation: 'gpu-buffer' } : options;
}
