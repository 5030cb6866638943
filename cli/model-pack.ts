/** A model pack as a place of models: its files are read where they lie in the archive. */
import { open, type FileHandle } from 'node:fs/promises';
import { AppError, toAppError } from '#core/errors.ts';
import { packInvalid } from '#storage/weights/pack-manifest.ts';
import { missingInPack, openPack } from '#storage/weights/read-pack.ts';
import { readTarFrom } from '#storage/weights/tar.ts';
import { FileBytes, readPart } from './file-bytes.ts';
import type { ModelPlace } from './model-place.ts';

interface IndexedFile {
	readonly offset: number;
	readonly sizeBytes: number;
	readonly digest: string;
}

/** Goes from header to header. @throws AppError `pack-invalid`, `model-file-missing` */
async function indexPack(handle: FileHandle): Promise<ReadonlyMap<string, IndexedFile>> {
	const { size } = await handle.stat();
	const entries = readTarFrom((tooShort) => new FileBytes(handle, size, tooShort));
	try {
		const { manifest, files } = await openPack(entries);
		const index = new Map<string, IndexedFile>();
		for await (const { file, entry } of files) {
			const { offset, sizeBytes } = entry;
			index.set(file.name, { offset, sizeBytes, digest: file.digest });
		}
		const missing = manifest.files.find(({ name }) => !index.has(name));
		if (missing !== undefined) throw missingInPack(missing.name, manifest.model.id);
		return index;
	} finally {
		await entries.return(undefined);
	}
}

/** An error that says which of several packs it is about. */
function ofPack(path: string, thrown: unknown): AppError {
	const { code, message, details } = toAppError(thrown);
	return new AppError(code, `${path}: ${message}`, { details, cause: thrown });
}

/**
 * Opens a pack as the app exports it (`*.glasshouse.tar`); only its manifest and headers are read.
 *
 * @throws AppError `pack-invalid` where it is no pack, damaged, cut off or holds what its manifest does
 *   not list; `model-file-missing` where it lacks a file of its manifest
 */
export async function openPackPlace(path: string): Promise<ModelPlace> {
	const handle = await open(path);
	try {
		const index = await indexPack(handle);
		return {
			path,
			digests: new Map(Array.from(index, ([name, { digest }]) => [name, digest])),
			listFiles: () => [...index.keys()].filter((name) => /^(onnx\/)?[^/]+$/.test(name)),
			hasFiles: (names) => names.every((name) => index.has(name)),
			readFile: async (name) => {
				const part = index.get(name);
				if (part === undefined) throw ofPack(path, missingInPack(name, path));
				return await readPart(handle, part, () => ofPack(path, packInvalid('length', name)));
			},
			close: () => handle.close()
		};
	} catch (thrown) {
		await handle.close();
		throw ofPack(path, thrown);
	}
}
