/** Files belong to the models that list them: what no model lists is deleted. */
import type { IDBPTransaction, StoreNames } from 'idb';

import { chunksOf, partialKey } from './weights-schema.ts';
import type { WeightsSchema } from './weights-schema.ts';

export type WeightsWrite = IDBPTransaction<WeightsSchema, StoreNames<WeightsSchema>[], 'readwrite'>;

/**
 * Counts nothing that could go wrong: looks at all models (there are dozens) inside the transaction
 * that changed them, and deletes files and parts that none of them lists.
 */
export async function collectGarbage(transaction: WeightsWrite): Promise<void> {
	const models = await transaction.objectStore('models').getAll();
	const digests = new Set<string>();
	const keys = new Set<string>();
	for (const { id, files } of models) {
		for (const file of files) {
			if (file.digest !== null) digests.add(file.digest);
			keys.add(partialKey(id, file));
		}
	}
	const chunks = transaction.objectStore('chunks');
	for (const file of await transaction.objectStore('files').getAll()) {
		if (digests.has(file.digest)) continue;
		await transaction.objectStore('files').delete(file.digest);
		await chunks.delete(chunksOf(file.dataId));
	}
	for (const partial of await transaction.objectStore('partials').getAll()) {
		if (keys.has(partial.key)) continue;
		await transaction.objectStore('partials').delete(partial.key);
		await chunks.delete(chunksOf(partial.dataId));
	}
}
