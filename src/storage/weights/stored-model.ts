/** What the store can say of a model without reading a byte of its weights. */
import { modelDigest } from '#core/digest/model-digest.ts';
import { totalBytes } from '#core/total-bytes.ts';

import { partialKey } from './weights-schema.ts';
import type { FileRow, ModelRow, PartialRow } from './weights-schema.ts';

export interface StoredFile {
	readonly name: string;
	readonly sizeBytes: number | null;
	readonly digest: string | null;
	readonly url: string | null;
	readonly state: 'stored' | 'partial' | 'missing';
	/** Bytes in the database, whole or part. */
	readonly storedBytes: number;
	/** When its bytes last had this digest; null unless stored. */
	readonly verifiedAt: number | null;
}

export interface StoredModel {
	readonly id: string;
	readonly title: string;
	readonly source: ModelRow['source'];
	readonly files: readonly StoredFile[];
	/** `complete` only when all files are. */
	readonly state: 'complete' | 'incomplete';
	/** Null while the size of some file is unknown. */
	readonly sizeBytes: number | null;
	readonly storedBytes: number;
	/** Root digest over all files; null while incomplete. */
	readonly digest: string | null;
	readonly addedAt: number;
	readonly lastUsedAt: number | null;
	/** Deleted then, and not yet erased; null in all other models. */
	readonly deletedAt: number | null;
	/** Its title is a pack's word for it; missing: this app gave it. */
	readonly fromPack?: true;
}

export interface StoredRows {
	/** By digest. */
	readonly files: ReadonlyMap<string, FileRow>;
	/** By key. */
	readonly partials: ReadonlyMap<string, PartialRow>;
}

function describeFile(
	modelId: string,
	file: ModelRow['files'][number],
	rows: StoredRows
): StoredFile {
	const row = file.digest === null ? undefined : rows.files.get(file.digest);
	if (row !== undefined) {
		const { sizeBytes, verifiedAt } = row;
		return { ...file, sizeBytes, state: 'stored', storedBytes: sizeBytes, verifiedAt };
	}
	const storedBytes = rows.partials.get(partialKey(modelId, file))?.storedBytes ?? 0;
	const state = storedBytes > 0 ? 'partial' : 'missing';
	return { ...file, state, storedBytes, verifiedAt: null };
}

export function describeModel(model: ModelRow, rows: StoredRows): StoredModel {
	const files = model.files.map((file) => describeFile(model.id, file, rows));
	const stored = files.flatMap(({ name, digest, state }) =>
		state === 'stored' && digest !== null ? [{ name, digest }] : []
	);
	const complete = files.length > 0 && stored.length === files.length;
	return {
		id: model.id,
		title: model.title,
		source: model.source,
		files,
		state: complete ? 'complete' : 'incomplete',
		sizeBytes: totalBytes(files),
		storedBytes: files.reduce((sum, file) => sum + file.storedBytes, 0),
		digest: complete ? modelDigest(stored) : null,
		addedAt: model.addedAt,
		lastUsedAt: model.lastUsedAt,
		deletedAt: model.deletedAt ?? null,
		...(model.fromPack === true ? { fromPack: true } : {})
	};
}
