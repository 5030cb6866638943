/**
 * The code of Hugging Face's tokenizers, compiled once a worker (or page). It is built from their Rust
 * by tools/tokenizers/native/build.sh.
 */
import { AppError } from '#core/errors.ts';

const ADDRESS = new URL('./tokenizers.wasm', import.meta.url);

/** As far as it is needed here: command-line tools and unit tests read the file from disk. */
interface NodeProcess {
	getBuiltinModule(name: 'node:fs'): { readFileSync(file: URL): Uint8Array<ArrayBuffer> };
}

async function readCode(): Promise<BufferSource> {
	if (ADDRESS.protocol === 'file:') {
		const { process } = globalThis as unknown as { process: NodeProcess };
		return process.getBuiltinModule('node:fs').readFileSync(ADDRESS);
	}
	const response = await fetch(ADDRESS);
	if (!response.ok) throw new Error(`the server answers ${response.status}`);
	return response.arrayBuffer();
}

let compiled: Promise<WebAssembly.Module> | null = null;

/** @throws AppError `engine-failed` when the code cannot be fetched; the next call tries again */
export async function tokenizersModule(): Promise<WebAssembly.Module> {
	compiled ??= readCode().then((code) => WebAssembly.compile(code));
	try {
		return await compiled;
	} catch (cause) {
		compiled = null;
		throw new AppError('engine-failed', 'the code of the tokenizers cannot be fetched', { cause });
	}
}
