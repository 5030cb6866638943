/** A model folder on disk in the app's own engine: the build that browsers run, on the CPU. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isOnnxPart } from '#catalog/model-parts.ts';
import { onnxVariants } from '#catalog/onnx-variants.ts';
import { modelDigest } from '#core/digest/model-digest.ts';
import { sha256Hex } from '#core/digest/sha256.ts';
import { AppError } from '#core/errors.ts';
import { OnnxEngine } from '#engines/onnx/onnx-engine.ts';
import type { EngineSession, MaskedSession } from '#engines/engine.ts';
import type { LoadedAs, LoadedSession } from '#worker/verify-claim.ts';

/** A model that writes, or one that fills masks. */
export type LoadedModel = LoadedAs<EngineSession> | LoadedAs<MaskedSession>;

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

function isFile(path: string): boolean {
	return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** @throws AppError `model-file-missing` where one of the names leads out of the folder */
export function hasFiles(folder: string, names: readonly string[]): boolean {
	return names.every((name) => isFile(pathInside(folder, name)));
}

/** The files of a folder's model in one precision, by the hub's names; null when it has none. */
export function filesOfPrecision(folder: string, precision: string): readonly string[] | null {
	const files = ['.', 'onnx']
		.filter((inner) => statSync(join(folder, inner), { throwIfNoEntry: false })?.isDirectory())
		.flatMap((inner) => readdirSync(join(folder, inner)).map((name) => join(inner, name)))
		.map((name) => name.replaceAll('\\', '/'))
		.filter((name) => isFile(join(folder, name)));
	const listed = files.map((name) => ({ name, sizeBytes: null }));
	const variant = onnxVariants(listed, {}).find(({ id }) => id === precision);
	if (variant === undefined) return null;
	return files.filter((name) => isOnnxPart(name, variant.weightsFile));
}

function readModelFile(folder: string, name: string): Uint8Array<ArrayBuffer> {
	const path = pathInside(folder, name);
	if (!isFile(path)) {
		throw new AppError('model-file-missing', `${path} is missing`, { details: { file: name } });
	}
	return new Uint8Array(readFileSync(path));
}

/**
 * @param names the model's files, one `.onnx` among them, relative to `folder`
 * @throws AppError `model-file-missing`, `model-invalid`, and what `Engine.load` throws
 */
export async function openAnyModel(folder: string, names: readonly string[]): Promise<LoadedModel> {
	const weightsFile = names.find((name) => name.endsWith('.onnx'));
	if (weightsFile === undefined) throw new AppError('model-invalid', 'no .onnx file is named');
	const files = names.map((name) => ({ name, bytes: readModelFile(folder, name) }));
	const resources = files.map(({ name, bytes }) => ({
		name,
		size_bytes: bytes.length,
		digest: `sha256:${sha256Hex(bytes)}`
	}));
	const session = await new OnnxEngine().loadAny(
		files,
		{ backend: 'wasm', weightsFile, runtimeUrl: RUNTIME_URL },
		new AbortController().signal
	);
	const loaded = { digest: modelDigest(resources), resources };
	return session.task === 'fill-mask' ? { session, ...loaded } : { session, ...loaded };
}

/** Whether it writes; else it fills masks. */
export function writes(model: LoadedModel): model is LoadedSession {
	return model.session.task !== 'fill-mask';
}

/** A model that writes. @throws AppError as `openAnyModel`; `model-wrong-task` */
export async function openModel(folder: string, names: readonly string[]): Promise<LoadedSession> {
	const model = await openAnyModel(folder, names);
	if (writes(model)) return model;
	await model.session.dispose();
	throw new AppError('model-wrong-task', 'this model fills masks and writes nothing');
}
