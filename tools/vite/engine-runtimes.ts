/**
 * Serves the engines' own runtime files from our origin under `runtime/<engine>/`: in development
 * straight from the installed package, in a build copied into the output.
 */
import { createReadStream, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';
import { ISOLATION } from './safety-headers.ts';

const require = createRequire(import.meta.url);
const onnxFolder = dirname(require.resolve('onnxruntime-web'));

/** Address below the app's base -> file on disk. */
const RUNTIME_FILES: ReadonlyMap<string, string> = new Map(
	[
		'ort-wasm-simd-threaded.mjs',
		'ort-wasm-simd-threaded.wasm',
		'ort-wasm-simd-threaded.asyncify.mjs',
		'ort-wasm-simd-threaded.asyncify.wasm'
	].map((name) => [`runtime/onnx/${name}`, join(onnxFolder, name)])
);

export function engineRuntimes(): Plugin {
	return {
		name: 'glasshouse:engine-runtimes',
		configureServer(server) {
			server.middlewares.use((request, response, next) => {
				const path = (request.url ?? '').split('?')[0] ?? '';
				const file = RUNTIME_FILES.get(path.replace(/^\//, ''));
				if (file === undefined) {
					next();
					return;
				}
				// The runtime's threads start from these files, and have to be as isolated as the page.
				for (const [name, value] of Object.entries(ISOLATION)) response.setHeader(name, value);
				response.setHeader(
					'Content-Type',
					file.endsWith('.wasm') ? 'application/wasm' : 'text/javascript'
				);
				createReadStream(file).pipe(response);
			});
		},
		generateBundle() {
			for (const [fileName, file] of RUNTIME_FILES) {
				this.emitFile({ type: 'asset', fileName, source: readFileSync(file) });
			}
		}
	};
}
