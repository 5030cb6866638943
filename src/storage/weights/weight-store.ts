/**
 * The one store of weights under all engines: models, their files, and reading them back. Files are
 * kept once by their SHA-256, however many models list them. Runs in the page and in workers.
 */
import { AppError } from '#core/errors.ts';

import { Database } from '../open-database.ts';
import type { DatabaseEvents } from '../open-database.ts';
import { collectGarbage } from './collect-garbage.ts';
import { PartialStore } from './partial-store.ts';
import { soundFile, soundModel, soundModels, soundPartial } from './sound-rows.ts';
import { describeModel } from './stored-model.ts';
import type { StoredModel } from './stored-model.ts';
import { WEIGHTS_DATABASE, WEIGHTS_MIGRATIONS, chunksOf } from './weights-schema.ts';
import type { ModelFile, ModelManifest, ModelRow, WeightsSchema } from './weights-schema.ts';

const ALL = ['models', 'files', 'partials', 'chunks'] as const;

/** Keeps the digests that downloads found out, where the new manifest means the same file. */
function withKnownDigests(file: ModelFile, known: ModelRow | undefined): ModelFile {
	if (file.digest !== null) return file;
	const same = known?.files.find(({ name, url }) => name === file.name && url === file.url);
	if (same === undefined || file.url === null) return file;
	return { ...file, digest: same.digest, sizeBytes: file.sizeBytes ?? same.sizeBytes };
}

function lost(modelId: string, file: string, reason: string): AppError {
	return new AppError('model-file-lost', `${file} is no longer stored`, {
		details: { model: modelId, file, reason }
	});
}

interface WorkerScope {
	readonly FileReaderSync?: new () => { readAsArrayBuffer(blob: Blob): ArrayBuffer };
}

/**
 * Workers read at once, the faster way for a Blob of many chunks. It holds up their other messages,
 * for about a tenth of a second per shard of 32 MiB; the page never waits like that.
 */
async function bytesOf(blob: Blob): Promise<ArrayBuffer> {
	const { FileReaderSync: Reader } = globalThis as WorkerScope;
	return Reader === undefined ? await blob.arrayBuffer() : new Reader().readAsArrayBuffer(blob);
}

/** A pack names what it brings, and not what is here already: of a model of the same files the title stays. */
function namedBy(
	{ title, files, fromPack }: ModelManifest,
	known: ModelRow | undefined
): Pick<ModelRow, 'title' | 'fromPack'> {
	if (fromPack !== true) return { title };
	const isSame = files.every(({ name, digest }) =>
		known?.files.some((file) => file.name === name && file.digest === digest)
	);
	return isSame && known?.fromPack !== true
		? { title: known?.title ?? title }
		: { title, fromPack: true };
}

export class WeightStore {
	readonly partials: PartialStore;
	readonly #database: Database<WeightsSchema>;
	readonly #now: () => number;

	/** @param options `now`: milliseconds since 1970; `name`: for tests */
	constructor(options: { now: () => number; name?: string; events?: DatabaseEvents }) {
		this.#now = options.now;
		const name = options.name ?? WEIGHTS_DATABASE;
		this.#database = new Database(name, WEIGHTS_MIGRATIONS, options.events);
		this.partials = new PartialStore(this.#database, options.now);
	}

	/**
	 * Makes a model known, or replaces what was known; files that no model lists any more are
	 * deleted. Its files may be there already, from another model.
	 */
	register(manifest: ModelManifest): Promise<StoredModel> {
		return this.#database.use('register a model', async (database) => {
			const transaction = database.transaction([...ALL], 'readwrite');
			const models = transaction.objectStore('models');
			const known = soundModel(await models.get(manifest.id)) ?? undefined;
			const row: ModelRow = {
				id: manifest.id,
				...namedBy(manifest, known),
				source: manifest.source,
				files: manifest.files.map((file) => withKnownDigests(file, known)),
				addedAt: known?.addedAt ?? this.#now(),
				lastUsedAt: known?.lastUsedAt ?? null
			};
			await models.put(row);
			await collectGarbage(transaction);
			await transaction.done;
			return await this.#describe(row);
		});
	}

	/** All models, complete or not, those used last first. Reads rows only, never weights. */
	list(): Promise<StoredModel[]> {
		return this.#database.use('list models', async (database) => {
			const transaction = database.transaction(['models', 'files', 'partials']);
			const models = soundModels(await transaction.objectStore('models').getAll());
			const files = (await transaction.objectStore('files').getAll()).map(soundFile);
			const partials = (await transaction.objectStore('partials').getAll()).map(soundPartial);
			const rows = {
				files: new Map(files.flatMap((row) => (row === undefined ? [] : [[row.digest, row]]))),
				partials: new Map(partials.flatMap((row) => (row === undefined ? [] : [[row.key, row]])))
			};
			return models
				.map((model) => describeModel(model, rows))
				.sort((a, b) => (b.lastUsedAt ?? b.addedAt) - (a.lastUsedAt ?? a.addedAt));
		});
	}

	async get(modelId: string): Promise<StoredModel | null> {
		const models = await this.list();
		return models.find(({ id }) => id === modelId) ?? null;
	}

	/** @throws AppError `model-unknown` */
	async expect(modelId: string): Promise<StoredModel> {
		const model = await this.get(modelId);
		if (model !== null) return model;
		throw new AppError('model-unknown', `no model ${modelId}`, { details: { model: modelId } });
	}

	/**
	 * A complete file as one Blob over its chunks: costs no memory until it is read.
	 *
	 * @throws AppError `model-file-lost` when it is not complete, or the browser has deleted it
	 */
	openFile(modelId: string, name: string): Promise<Blob> {
		return this.#database.use('read a file', async (database) => {
			const transaction = database.transaction(['models', 'files', 'chunks']);
			const model = soundModel(await transaction.objectStore('models').get(modelId));
			const digest = model?.files.find((file) => file.name === name)?.digest ?? null;
			const files = transaction.objectStore('files');
			const file = digest === null ? undefined : soundFile(await files.get(digest));
			if (file === undefined) {
				throw lost(modelId, name, model === null ? 'model-deleted' : 'file-deleted');
			}
			const chunks = await transaction.objectStore('chunks').getAll(chunksOf(file.dataId));
			const blob = new Blob(chunks, { type: 'application/octet-stream' });
			if (chunks.length !== file.chunkCount || blob.size !== file.sizeBytes) {
				throw lost(modelId, name, 'chunks-deleted');
			}
			return blob;
		});
	}

	/**
	 * A complete file's bytes.
	 *
	 * @throws AppError `model-file-lost`, also when the browser has deleted the bytes behind the rows
	 */
	async readFile(modelId: string, name: string): Promise<ArrayBuffer> {
		const blob = await this.openFile(modelId, name);
		try {
			return await bytesOf(blob);
		} catch (cause) {
			const details = { model: modelId, file: name, reason: 'bytes-deleted' };
			throw new AppError('model-file-lost', `${name} cannot be read`, { details, cause });
		}
	}

	/** Notes that the model was loaded now; unknown models are left alone. */
	noteUse(modelId: string): Promise<void> {
		return this.#changeModel(modelId, (model) => ({ ...model, lastUsedAt: this.#now() }));
	}

	/** Deletes a model and those of its files, whole or part, that no other model lists. */
	remove(modelId: string): Promise<void> {
		return this.#erase(modelId, () => true);
	}

	/** Notes that a model was deleted, in a way that outlives the tab; registering it anew takes it back. */
	markDeleted(modelId: string): Promise<void> {
		return this.#changeModel(modelId, (model) => ({ ...model, deletedAt: this.#now() }));
	}

	unmarkDeleted(modelId: string): Promise<void> {
		return this.#changeModel(modelId, ({ deletedAt: _, ...model }) => model);
	}

	/** As `remove`, unless the deletion was taken back meanwhile, perhaps in another tab. */
	removeMarked(modelId: string): Promise<void> {
		return this.#erase(modelId, ({ deletedAt }) => deletedAt !== undefined);
	}

	/** Notes that a file's bytes were checked now. */
	noteVerified(digest: string): Promise<void> {
		return this.#database.use('note a check', async (database) => {
			const transaction = database.transaction('files', 'readwrite');
			const file = soundFile(await transaction.store.get(digest));
			if (file !== undefined) await transaction.store.put({ ...file, verifiedAt: this.#now() });
			await transaction.done;
		});
	}

	/** Deletes a damaged file, in all models that list it; they keep its digest and address. */
	dropFile(digest: string): Promise<void> {
		return this.#database.use('delete a damaged file', async (database) => {
			const transaction = database.transaction(['files', 'chunks'], 'readwrite');
			const file = soundFile(await transaction.objectStore('files').get(digest));
			await transaction.objectStore('files').delete(digest);
			if (file !== undefined) await transaction.objectStore('chunks').delete(chunksOf(file.dataId));
			await transaction.done;
		});
	}

	/** What the browser once answered, e.g. to the wish for persistence; null when never asked. */
	answer(question: string): Promise<string | null> {
		return this.#database.use('read an answer', async (database) => {
			return (await database.get('answers', question)) ?? null;
		});
	}

	keepAnswer(question: string, answer: string): Promise<void> {
		return this.#database.use('keep an answer', async (database) => {
			await database.put('answers', answer, question);
		});
	}

	/** Lets go of the database until the next use. */
	close(): Promise<void> {
		return this.#database.close();
	}

	#changeModel(modelId: string, change: (model: ModelRow) => ModelRow): Promise<void> {
		return this.#database.use('note something of a model', async (database) => {
			const transaction = database.transaction('models', 'readwrite');
			const model = soundModel(await transaction.store.get(modelId));
			if (model !== null) await transaction.store.put(change(model));
			await transaction.done;
		});
	}

	#erase(modelId: string, isWanted: (model: ModelRow) => boolean): Promise<void> {
		return this.#database.use('delete a model', async (database) => {
			const transaction = database.transaction([...ALL], 'readwrite');
			const models = transaction.objectStore('models');
			const model = soundModel(await models.get(modelId));
			if (model !== null && isWanted(model)) {
				await models.delete(modelId);
				await collectGarbage(transaction);
			}
			await transaction.done;
		});
	}

	async #describe(row: ModelRow): Promise<StoredModel> {
		return (
			(await this.get(row.id)) ?? describeModel(row, { files: new Map(), partials: new Map() })
		);
	}
}
