/** The tables of the weights database, apart from runs and settings: clearing it loses no work. */
import type { DBSchema } from 'idb';

import type { Migration } from '../open-database.ts';

export const WEIGHTS_DATABASE = 'glasshouse-weights';

/** A file of a model, as far as it is known. */
export interface ModelFile {
	/** Path inside the model folder, `/` between parts. */
	readonly name: string;
	/** Null until the server or the catalogue has said it. */
	readonly sizeBytes: number | null;
	/** `sha256:<hex>`; null until the catalogue has said it or the file is complete. */
	readonly digest: string | null;
	/** Where it can be fetched again; null when it came from a pack or a folder. */
	readonly url: string | null;
}

/** What a caller says of a model before its files are there. */
export interface ModelManifest {
	/** Unique among all models and precisions, e.g. `org/name@commit:int8`. */
	readonly id: string;
	readonly title: string;
	readonly source: { readonly url: string | null; readonly revision: string | null };
	readonly files: readonly ModelFile[];
	/** Its title is a pack's word for it; missing: this app gave it. */
	readonly fromPack?: true;
}

export interface ModelRow extends ModelManifest {
	/** Milliseconds since 1970. */
	readonly addedAt: number;
	readonly lastUsedAt: number | null;
	/** When it was deleted by a user who may still take that back; absent in all other models. */
	readonly deletedAt?: number;
}

/** Written last: a file is complete when, and only when, it has this row. */
export interface FileRow {
	readonly digest: string;
	/** First part of its chunks' keys. */
	readonly dataId: string;
	readonly sizeBytes: number;
	readonly chunkCount: number;
	/** When its bytes last had this digest, in milliseconds since 1970. */
	readonly verifiedAt: number;
}

/** A file that is being written. */
export interface PartialRow {
	readonly key: string;
	readonly dataId: string;
	readonly storedBytes: number;
	readonly chunkCount: number;
	/** The server's name for the content, so that parts of two contents never mix. */
	readonly etag: string | null;
}

export type ChunkKey = [dataId: string, index: number];

export interface WeightsSchema extends DBSchema {
	models: { key: string; value: ModelRow };
	files: { key: string; value: FileRow };
	partials: { key: string; value: PartialRow };
	/** Blobs: against ArrayBuffers they were 1.3 times as fast to write, 1.2 to 1.7 times to read. */
	chunks: { key: ChunkKey; value: Blob };
	/** One answer of the browser to one question, under the question's name. */
	answers: { key: string; value: string };
}

/** Append only: the database's version is their number. */
export const WEIGHTS_MIGRATIONS: readonly Migration<WeightsSchema>[] = [
	function createTables(database) {
		database.createObjectStore('models', { keyPath: 'id' });
		database.createObjectStore('files', { keyPath: 'digest' });
		database.createObjectStore('partials', { keyPath: 'key' });
		database.createObjectStore('chunks');
		database.createObjectStore('answers');
	}
];

/** All chunks of one file. */
export function chunksOf(dataId: string): IDBKeyRange {
	return IDBKeyRange.bound([dataId, 0], [dataId, Number.MAX_SAFE_INTEGER]);
}

/** Names a file while it is being written; files of one digest share their bytes. */
export function partialKey(modelId: string, file: ModelFile): string {
	return file.digest ?? file.url ?? `${modelId}/${file.name}`;
}
