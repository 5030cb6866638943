/** Loads the ONNX Runtime build for a backend, and only that one: they are 14 and 27 MB. */
import type * as Ort from 'onnxruntime-web';
import { AppError } from '#core/errors.ts';
import type { Backend } from '../engine.ts';

export type OnnxRuntime = typeof Ort;

/** Names written into run files, with the runtime file that each one loads. */
const BUILDS = {
	wasm: { build: 'wasm', file: 'ort-wasm-simd-threaded' },
	webgpu: { build: 'webgpu-asyncify', file: 'ort-wasm-simd-threaded.asyncify' }
} as const satisfies Record<Backend, { build: string; file: string }>;

async function importBuild(backend: Backend): Promise<OnnxRuntime> {
	return backend === 'webgpu' ? import('onnxruntime-web/webgpu') : import('onnxruntime-web/wasm');
}

/** A runtime is started once in a worker (or page), and keeps its threads for every later model. */
const begun = new WeakSet<OnnxRuntime>();

/**
 * Threads start from the runtime's own script. In an isolated page a browser drops them without a word
 * when that file came without the header of isolation, and the runtime would wait for ever.
 */
async function canStartThreads(script: string): Promise<boolean> {
	try {
		const { headers } = await fetch(script);
		return headers.has('Cross-Origin-Embedder-Policy');
	} catch {
		return false;
	}
}

/**
 * @param threads of the first model, one where no others can start; `env.wasm.numThreads` tells
 *   in the end
 * @param runtimeUrl where the `.mjs` and `.wasm` files are, with a trailing slash
 * @throws AppError `engine-failed` when the build's code cannot be fetched
 */
export async function loadRuntime(
	backend: Backend,
	runtimeUrl: string,
	threads: number
): Promise<{ ort: OnnxRuntime; build: string }> {
	const { build, file } = BUILDS[backend];
	let ort: OnnxRuntime;
	try {
		ort = await importBuild(backend);
	} catch (cause) {
		throw new AppError('engine-failed', 'the engine cannot be fetched', { cause });
	}
	const { env } = ort;
	const mjs = `${runtimeUrl}${file}.mjs`;
	if (!begun.has(ort)) {
		env.wasm.numThreads = threads > 1 && (await canStartThreads(mjs)) ? threads : 1;
	}
	begun.add(ort);
	env.wasm.proxy = false;
	env.wasm.wasmPaths = { mjs, wasm: `${runtimeUrl}${file}.wasm` };
	env['useWasmCache'] = false;
	env.logLevel = 'error';
	return { ort, build };
}
