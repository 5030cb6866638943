/** A model on the disk in the app's own engine: the build that browsers run, on the CPU. */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isOnnxPart, SPECIAL_TOKENS_MAP } from '#catalog/model-parts.ts';
import { onnxVariants } from '#catalog/onnx-variants.ts';
import { modelDigest } from '#core/digest/model-digest.ts';
import { sha256Hex } from '#core/digest/sha256.ts';
import { AppError } from '#core/errors.ts';
import { OnnxEngine } from '#engines/onnx/onnx-engine.ts';
import type { EngineSession, MaskedSession } from '#engines/engine.ts';
import { writingSession } from '#engines/writing-session.ts';
import type { LoadedAs, LoadedSession } from '#worker/verify-claim.ts';
import { folderPlace, type ModelPlace } from './model-place.ts';

/** A model that writes, or one that fills masks. */
export type LoadedModel = LoadedAs<EngineSession> | LoadedAs<MaskedSession>;

interface ReadFile {
	readonly name: string;
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly digest: string;
}

const require = createRequire(import.meta.url);
const RUNTIME_URL = `${pathToFileURL(dirname(require.resolve('onnxruntime-web'))).href}/`;

/** The files of a place's model in one precision, by the hub's names; null when it has none. */
export async function filesOfPrecision(
	place: ModelPlace,
	precision: string
): Promise<readonly string[] | null> {
	const files = place.listFiles();
	const listed = files.map((name) => ({ name, sizeBytes: null }));
	const variant = onnxVariants(listed, {}).find(({ id }) => id === precision);
	if (variant === undefined) return null;
	const tokenizerConfig = files.includes(SPECIAL_TOKENS_MAP)
		? await readJson(place, 'tokenizer_config.json')
		: undefined;
	return files.filter((name) => isOnnxPart(name, variant.weightsFile, tokenizerConfig));
}

/** @returns undefined where the page would not understand it either */
async function readJson(place: ModelPlace, name: string): Promise<unknown> {
	try {
		return JSON.parse(new TextDecoder().decode(await place.readFile(name))) as unknown;
	} catch {
		return undefined;
	}
}

async function readModelFile(place: ModelPlace, name: string): Promise<ReadFile> {
	const bytes = await place.readFile(name);
	const digest = `sha256:${sha256Hex(bytes)}`;
	const expected = place.digests.get(name) ?? digest;
	if (digest === expected) return { name, bytes, digest };
	throw new AppError('model-digest-mismatch', `${place.path}: ${name}: not the expected bytes`, {
		details: { file: name, expected, actual: digest }
	});
}

/**
 * @param names the model's files, one `.onnx` among them
 * @throws AppError `model-file-missing`, `model-invalid`, `model-digest-mismatch` where a file is not
 *   what the place's manifest says, and what `Engine.load` throws
 */
export async function openAnyModel(
	place: ModelPlace,
	names: readonly string[]
): Promise<LoadedModel> {
	const weightsFile = names.find((name) => name.endsWith('.onnx'));
	if (weightsFile === undefined) throw new AppError('model-invalid', 'no .onnx file is named');
	const files: ReadFile[] = [];
	for (const name of names) files.push(await readModelFile(place, name));
	const resources = files.map(({ name, bytes, digest }) => {
		return { name, size_bytes: bytes.length, digest };
	});
	const session = await new OnnxEngine().load(
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

/** A model that writes, in a folder. @throws AppError as `openAnyModel`; `model-wrong-task` */
export async function openModel(folder: string, names: readonly string[]): Promise<LoadedSession> {
	const { session, ...rest } = await openAnyModel(folderPlace(folder), names);
	return { session: await writingSession(session), ...rest };
}
