/** Files while they are written: chunk by chunk, each with the row that says how far it got. */
import { AppError } from '#core/errors.ts';

import type { Database } from '../open-database.ts';
import { soundFile, soundModels, soundPartial } from './sound-rows.ts';
import { chunksOf, partialKey } from './weights-schema.ts';
import type { FileRow, ModelRow, PartialRow, WeightsSchema } from './weights-schema.ts';

function gone(key: string): AppError {
	return new AppError('model-unknown', 'the model was deleted while its file was written', {
		details: { key }
	});
}

function withDigest(model: ModelRow, key: string, file: FileRow): ModelRow {
	const { digest, sizeBytes } = file;
	const files = model.files.map((entry) =>
		partialKey(model.id, entry) === key ? { ...entry, digest, sizeBytes } : entry
	);
	return { ...model, files };
}

/** Pages that came over plain http have no `randomUUID`. */
function drawId(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export class PartialStore {
	readonly #database: Database<WeightsSchema>;
	readonly #now: () => number;

	constructor(database: Database<WeightsSchema>, now: () => number) {
		this.#database = database;
		this.#now = now;
	}

	get(key: string): Promise<PartialRow | null> {
		return this.#database.use('look for a part', async (database) => {
			return soundPartial(await database.get('partials', key)) ?? null;
		});
	}

	/** Whether a complete file of this digest is there, from whatever model. */
	hasFile(digest: string): Promise<boolean> {
		return this.#database.use('look for a file', async (database) => {
			return soundFile(await database.get('files', digest)) !== undefined;
		});
	}

	/** Begins at the first byte; what was written under this key is deleted. */
	start(key: string, etag: string | null): Promise<PartialRow> {
		return this.#database.use('begin a file', async (database) => {
			const transaction = database.transaction(['partials', 'chunks'], 'readwrite');
			const partials = transaction.objectStore('partials');
			const old = soundPartial(await partials.get(key));
			if (old !== undefined) await transaction.objectStore('chunks').delete(chunksOf(old.dataId));
			// Two writers of one file would not see each other's chunks: each has its own name for them.
			const row = { key, dataId: drawId(), storedBytes: 0, chunkCount: 0, etag };
			await partials.put(row);
			await transaction.done;
			return row;
		});
	}

	/**
	 * Adds the next bytes; chunk and row are stored together or not at all.
	 *
	 * @throws AppError `storage-full`; `model-unknown` when the part was deleted meanwhile
	 */
	append(partial: PartialRow, chunk: Blob): Promise<PartialRow> {
		return this.#database.use('store a chunk', async (database) => {
			const transaction = database.transaction(['partials', 'chunks'], 'readwrite');
			const row = await transaction.objectStore('partials').get(partial.key);
			if (row?.dataId !== partial.dataId) throw gone(partial.key);
			const next = {
				...row,
				storedBytes: row.storedBytes + chunk.size,
				chunkCount: row.chunkCount + 1
			};
			const puts = [
				transaction.objectStore('chunks').put(chunk, [row.dataId, row.chunkCount]),
				transaction.objectStore('partials').put(next)
			];
			// The transaction knows the reason (quota); its requests only know that it was aborted.
			await Promise.allSettled(puts);
			await transaction.done;
			return next;
		});
	}

	/** The bytes so far; null when chunks are gone that the row counts. */
	read(partial: PartialRow): Promise<Blob | null> {
		return this.#database.use('read a part', async (database) => {
			const chunks = await database.getAll('chunks', chunksOf(partial.dataId));
			const blob = new Blob(chunks);
			return chunks.length === partial.chunkCount && blob.size === partial.storedBytes
				? blob
				: null;
		});
	}

	/**
	 * Turns a part into a file, for every model that lists it; a second copy is not kept.
	 *
	 * @throws AppError `model-unknown` when the part was deleted meanwhile
	 */
	complete(partial: PartialRow, digest: string): Promise<void> {
		return this.#database.use('complete a file', async (database) => {
			const names = ['models', 'files', 'partials', 'chunks'] as const;
			const transaction = database.transaction([...names], 'readwrite');
			const files = transaction.objectStore('files');
			const current = await transaction.objectStore('partials').get(partial.key);
			if (current?.dataId !== partial.dataId) throw gone(partial.key);
			const { dataId, chunkCount, storedBytes: sizeBytes } = partial;
			const row = { digest, dataId, sizeBytes, chunkCount, verifiedAt: this.#now() };
			const twin = soundFile(await files.get(digest));
			if (twin === undefined) await files.put(row);
			else await transaction.objectStore('chunks').delete(chunksOf(dataId));
			await transaction.objectStore('partials').delete(partial.key);
			const models = transaction.objectStore('models');
			for (const model of soundModels(await models.getAll())) {
				await models.put(withDigest(model, partial.key, row));
			}
			await transaction.done;
		});
	}

	/** Deletes what was written so far. */
	drop(key: string): Promise<void> {
		return this.#database.use('drop a part', async (database) => {
			const transaction = database.transaction(['partials', 'chunks'], 'readwrite');
			const row = soundPartial(await transaction.objectStore('partials').get(key));
			await transaction.objectStore('partials').delete(key);
			if (row !== undefined) await transaction.objectStore('chunks').delete(chunksOf(row.dataId));
			await transaction.done;
		});
	}
}
