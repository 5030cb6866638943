/**
 * What can be made of rows that a failing disk, an older app or a curious person has left: nothing in them may keep
 * the others from being read. What is not sure counts as missing, so that it is fetched again or can be deleted.
 */
import { fieldsOf } from '#core/fields-of.ts';

import type { FileRow, ModelFile, ModelRow, PartialRow } from './weights-schema.ts';

const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number =>
	Number.isSafeInteger(value) && Number(value) >= 0;
const isTime = (value: unknown): value is number => Number.isFinite(value);
const textOrNull = (value: unknown): string | null => (isText(value) ? value : null);

/** A file of a damaged model that nobody can have: the model is incomplete. */
const LOST_FILE: ModelFile = { name: '?', sizeBytes: null, digest: null, url: null };

function soundModelFile(value: unknown): ModelFile {
	const { name, sizeBytes, digest, url } = fieldsOf(value);
	const isSound =
		isText(name) &&
		(sizeBytes === null || isCount(sizeBytes)) &&
		[digest, url].every((each) => each === null || isText(each));
	return isSound ? (value as ModelFile) : LOST_FILE;
}

/** @returns null for what has no id; else a model with all of its fields, incomplete where some had to be guessed */
export function soundModel(row: unknown): ModelRow | null {
	const { id, title, source, files, addedAt, lastUsedAt, deletedAt, fromPack } = fieldsOf(row);
	if (!isText(id)) return null;
	const { url, revision } = fieldsOf(source);
	return {
		id,
		title: isText(title) ? title : id,
		source: { url: textOrNull(url), revision: textOrNull(revision) },
		files: Array.isArray(files) ? files.map(soundModelFile) : [LOST_FILE],
		addedAt: isTime(addedAt) ? addedAt : 0,
		lastUsedAt: isTime(lastUsedAt) ? lastUsedAt : null,
		...(isTime(deletedAt) ? { deletedAt } : {}),
		...(fromPack === true ? { fromPack } : {})
	};
}

export function soundModels(rows: readonly unknown[]): ModelRow[] {
	return rows.map(soundModel).filter((row) => row !== null);
}

/** @returns undefined for one that is not there, or damaged */
export function soundFile(row: unknown): FileRow | undefined {
	const { digest, dataId, sizeBytes, chunkCount, verifiedAt } = fieldsOf(row);
	const isSound =
		isText(digest) &&
		isText(dataId) &&
		[sizeBytes, chunkCount].every(isCount) &&
		isTime(verifiedAt);
	return isSound ? (row as FileRow) : undefined;
}

/** @returns undefined for one that is not there, or damaged */
export function soundPartial(row: unknown): PartialRow | undefined {
	const { key, dataId, storedBytes, chunkCount, etag } = fieldsOf(row);
	const isSound =
		isText(key) &&
		isText(dataId) &&
		[storedBytes, chunkCount].every(isCount) &&
		(etag === null || isText(etag));
	return isSound ? (row as PartialRow) : undefined;
}
