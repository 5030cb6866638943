/** Files belong to the models that list them: what no model lists is deleted. */
import type { IDBPTransaction, StoreNames } from 'idb';

import { soundFile, soundModels, soundPartial } from './sound-rows.ts';
import { chunksOf, partialKey } from './weights-schema.ts';
import type { WeightsSchema } from './weights-schema.ts';

export type WeightsWrite = IDBPTransaction<WeightsSchema, StoreNames<WeightsSchema>[], 'readwrite'>;

/**
 * Counts nothing that could go wrong: looks at all models (there are dozens) inside the transaction
 * that changed them, and deletes files and parts that none of them lists.
 */
export async function collectGarbage(transaction: WeightsWrite): Promise<void> {
	const models = soundModels(await transaction.objectStore('models').getAll());
	const digests = new Set<string>();
	const keys = new Set<string>();
	for (const { id, files } of models) {
		for (const file of files) {
			if (file.digest !== null) digests.add(file.digest);
			keys.add(partialKey(id, file));
		}
	}
	const chunks = transaction.objectStore('chunks');
	for (const row of await transaction.objectStore('files').getAll()) {
		const file = soundFile(row);
		if (file !== undefined && digests.has(file.digest)) continue;
		await transaction.objectStore('files').delete(row.digest);
		if (file !== undefined) await chunks.delete(chunksOf(file.dataId));
	}
	for (const row of await transaction.objectStore('partials').getAll()) {
		const partial = soundPartial(row);
		if (partial !== undefined && keys.has(partial.key)) continue;
		await transaction.objectStore('partials').delete(row.key);
		if (partial !== undefined) await chunks.delete(chunksOf(partial.dataId));
	}
}
