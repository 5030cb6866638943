/** A model folder on disk in the app's own engine: the build that browsers run, on the CPU. */
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { modelDigest } from '#core/digest/model-digest.ts';
import { sha256Hex } from '#core/digest/sha256.ts';
import { AppError } from '#core/errors.ts';
import { OnnxEngine } from '#engines/onnx/onnx-engine.ts';
import type { LoadedSession } from '#worker/verify-claim.ts';

const require = createRequire(import.meta.url);
const RUNTIME_URL = `${pathToFileURL(dirname(require.resolve('onnxruntime-web'))).href}/`;

/** Model files are named by run files, which come from strangers: none may lead out of the folder. */
function pathInside(folder: string, name: string): string {
	const parts = name.split('/');
	if (parts.some((part) => part === '' || part === '.' || part === '..' || part.includes('\\'))) {
		throw new AppError('model-file-missing', `${name} is no path inside a model`, {
			details: { file: name }
		});
	}
	return join(folder, ...parts);
}

function readModelFile(folder: string, name: string): Uint8Array<ArrayBuffer> {
	const path = pathInside(folder, name);
	if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) {
		throw new AppError('model-file-missing', `${path} is missing`, { details: { file: name } });
	}
	return new Uint8Array(readFileSync(path));
}

/**
 * @param names the model's files, one `.onnx` among them, relative to `folder`
 * @throws AppError `model-file-missing`, `model-invalid`, and what `Engine.load` throws
 */
export async function openModel(folder: string, names: readonly string[]): Promise<LoadedSession> {
	const weightsFile = names.find((name) => name.endsWith('.onnx'));
	if (weightsFile === undefined) throw new AppError('model-invalid', 'no .onnx file is named');
	const files = names.map((name) => ({ name, bytes: readModelFile(folder, name) }));
	const resources = files.map(({ name, bytes }) => ({
		name,
		size_bytes: bytes.length,
		digest: `sha256:${sha256Hex(bytes)}`
	}));
	const session = await new OnnxEngine().load(
		files,
		{ backend: 'wasm', weightsFile, runtimeUrl: RUNTIME_URL },
		new AbortController().signal
	);
	return { session, digest: modelDigest(resources), resources };
}
