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

/**
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
	env.wasm.numThreads = threads;
	env.wasm.proxy = false;
	env.wasm.wasmPaths = { mjs: `${runtimeUrl}${file}.mjs`, wasm: `${runtimeUrl}${file}.wasm` };
	env['useWasmCache'] = false;
	env.logLevel = 'error';
	return { ort, build };
}
