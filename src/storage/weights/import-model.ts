/** Takes a model from a pack or a folder into the store; every byte is hashed on the way. */
import { AppError } from '#core/errors.ts';
import { knownBytes } from '#core/total-bytes.ts';

import { blobPieces } from './body-reader.ts';
import type { DownloadEnvironment } from './download-environment.ts';
import { checkListedShards } from './listed-shards.ts';
import {
	MAX_PACK_MANIFEST_BYTES,
	PACK_MANIFEST,
	isSafePath,
	modelOfPack,
	packInvalid,
	parsePackManifest
} from './pack-manifest.ts';
import { PartialFile } from './partial-file.ts';
import { requireRoom } from './quota.ts';
import { missingInPack, openPack } from './read-pack.ts';
import type { StoredModel } from './stored-model.ts';
import { readTar } from './tar.ts';
import type { WeightStore } from './weight-store.ts';
import { partialKey } from './weights-schema.ts';
import type { ModelFile, ModelManifest } from './weights-schema.ts';
import { withLock } from './with-lock.ts';

export interface ImportOptions {
	readonly store: WeightStore;
	readonly environment: Pick<DownloadEnvironment, 'estimate' | 'locks' | 'now'>;
	readonly signal: AbortSignal;
	readonly onProgress?: (storedBytes: number, totalBytes: number) => void;
}

type Bytes = Uint8Array<ArrayBuffer>;

/** A pack may complete a model, but never turn it into another one under the same name. */
function checkSameModel(manifest: ModelManifest, known: StoredModel | null): void {
	for (const { name, digest } of manifest.files) {
		const other = known?.files.find((file) => file.name === name)?.digest ?? null;
		if (digest !== null && other !== null && digest !== other)
			throw packInvalid('other-model', name);
	}
}

class ModelImport {
	readonly #manifest: ModelManifest;
	readonly #options: ImportOptions;
	readonly #totalBytes: number;
	#doneBytes = 0;

	constructor(manifest: ModelManifest, options: ImportOptions) {
		this.#manifest = manifest;
		this.#options = options;
		this.#totalBytes = knownBytes(manifest.files);
	}

	/** Registers the model, runs `work`, and leaves nothing behind when it fails. */
	async run(work: () => Promise<void>): Promise<StoredModel> {
		const { store, environment, signal } = this.#options;
		const { id } = this.#manifest;
		return await withLock(environment.locks, `glasshouse-weights-model:${id}`, signal, async () => {
			const known = await store.get(id);
			checkSameModel(this.#manifest, known);
			await requireRoom(this.#totalBytes - (known?.storedBytes ?? 0), environment.estimate);
			await store.register(this.#manifest);
			try {
				await work();
				const missing = (await store.expect(id)).files.find(({ state }) => state !== 'stored');
				if (missing === undefined) return await store.expect(id);
				throw missingInPack(missing.name, id);
			} catch (error) {
				if (known === null) await store.remove(id);
				throw error;
			}
		});
	}

	/** Stores one file, unless it is there already. */
	async add(file: ModelFile, body: () => AsyncIterable<Bytes>): Promise<void> {
		const { store, environment, signal } = this.#options;
		const key = partialKey(this.#manifest.id, file);
		await withLock(environment.locks, `glasshouse-weights-file:${key}`, signal, async () => {
			if (file.digest === null || !(await store.partials.hasFile(file.digest))) {
				await this.#write(key, file, body());
			}
		});
		this.#doneBytes += file.sizeBytes ?? 0;
		this.#report(0);
	}

	async #write(key: string, file: ModelFile, body: AsyncIterable<Bytes>): Promise<void> {
		const { store, environment, signal } = this.#options;
		await store.partials.drop(key);
		const part = await PartialFile.open({
			store: store.partials,
			key,
			signal,
			now: environment.now,
			onStored: (bytes) => this.#report(bytes)
		});
		try {
			for await (const bytes of body) {
				signal.throwIfAborted();
				await part.write(bytes);
			}
			const actual = await part.finish();
			if (file.digest !== null && file.digest !== actual) {
				await store.partials.drop(key);
				throw new AppError('model-digest-mismatch', `${file.name}: not the expected bytes`, {
					details: { file: file.name, expected: file.digest, actual }
				});
			}
			await part.publish(actual);
		} finally {
			part.close();
		}
	}

	#report(storedBytes: number): void {
		this.#options.onProgress?.(this.#doneBytes + storedBytes, this.#totalBytes);
	}
}

/**
 * Imports a pack from a file, which is never whole in memory.
 *
 * @throws AppError `pack-invalid`, `model-digest-mismatch` (names the file), `model-file-missing`,
 *   `storage-full`; nothing of a model that was not known before stays behind
 */
export async function importPack(file: Blob, options: ImportOptions): Promise<StoredModel> {
	const entries = readTar(blobPieces(file));
	try {
		const { manifest, files } = await openPack(entries);
		const model = new ModelImport(modelOfPack(manifest), options);
		return await model.run(async () => {
			for await (const { file, entry } of files) await model.add(file, entry.body);
		});
	} finally {
		await entries.return(undefined);
	}
}

/** A file as a folder picker or a drop gives it. */
export interface FolderFile {
	/** Relative path; the folder's own name may stand in front. */
	readonly path: string;
	readonly blob: Blob;
	/** Where the same bytes can be had again, where that is known. */
	readonly url?: string | null;
}

/** Drops the folder's own name, where all paths begin with it, and hidden files. */
function insideFolder(files: readonly FolderFile[]): FolderFile[] {
	const tops = new Set(files.map(({ path }) => path.split('/')[0]));
	const hasTop = tops.size === 1 && files.every(({ path }) => path.includes('/'));
	return files
		.map((file) => (hasTop ? { ...file, path: file.path.slice(file.path.indexOf('/') + 1) } : file))
		.filter(({ path }) => !path.split('/').some((part) => part.startsWith('.')));
}

async function manifestOfFolder(
	files: readonly FolderFile[],
	described: Pick<ModelManifest, 'id' | 'title'> | null
): Promise<ModelManifest> {
	const pack = files.find(({ path }) => path === PACK_MANIFEST);
	if (pack !== undefined) {
		if (pack.blob.size > MAX_PACK_MANIFEST_BYTES) throw packInvalid('manifest');
		return modelOfPack(parsePackManifest(await pack.blob.text()));
	}
	if (described === null) throw packInvalid('no-manifest');
	const unsafe = files.find(({ path }) => !isSafePath(path));
	if (unsafe !== undefined) throw packInvalid('path', unsafe.path);
	await checkListedShards(files);
	return {
		...described,
		source: { url: null, revision: null },
		files: files.map(({ path, blob, url = null }) => {
			return { name: path, sizeBytes: blob.size, digest: null, url };
		})
	};
}

/**
 * Imports a folder: an unpacked pack, checked against its manifest, or any model folder, whose
 * digests become known by it.
 *
 * @param described names a folder that is no pack; null: only packs
 * @throws AppError as `importPack`; `model-file-missing` names a shard that the folder lacks
 */
export async function importFolder(
	files: readonly FolderFile[],
	described: Pick<ModelManifest, 'id' | 'title'> | null,
	options: ImportOptions
): Promise<StoredModel> {
	const inside = insideFolder(files);
	const manifest = await manifestOfFolder(inside, described);
	const model = new ModelImport(manifest, options);
	return await model.run(async () => {
		for (const file of manifest.files) {
			const blob = inside.find(({ path }) => path === file.name)?.blob;
			if (blob === undefined) continue;
			if (blob.size !== file.sizeBytes) throw packInvalid('length', file.name);
			await model.add(file, () => blobPieces(blob));
		}
	});
}
