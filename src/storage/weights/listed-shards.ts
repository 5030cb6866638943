/** MLC model folders list their weight shards: a folder that lacks one is refused before it is stored. */
import * as v from 'valibot';

import { AppError } from '#core/errors.ts';

const LISTS = ['tensor-cache.json', 'ndarray-cache.json'];

const ShardList = v.object({
	records: v.array(v.object({ dataPath: v.string(), nbytes: v.number() }))
});

/**
 * Compares the folder with its own list of shards; a folder without such a list passes.
 *
 * @throws AppError `model-file-missing` (names the shard), `model-invalid` (a shard of another length,
 *   an unreadable list)
 */
export async function checkListedShards(
	files: readonly { readonly path: string; readonly blob: Blob }[]
): Promise<void> {
	const sizes = new Map(files.map(({ path, blob }) => [path, blob.size]));
	for (const { path, blob } of files) {
		if (!LISTS.includes(path)) continue;
		for (const { dataPath, nbytes } of await readList(path, blob)) {
			const actualBytes = sizes.get(dataPath);
			const details = { file: dataPath, expectedBytes: nbytes, actualBytes: actualBytes ?? null };
			if (actualBytes === undefined) {
				throw new AppError('model-file-missing', `${dataPath} is missing`, { details });
			}
			if (actualBytes !== nbytes) {
				throw new AppError('model-invalid', `${dataPath} has another length`, { details });
			}
		}
	}
}

async function readList(
	path: string,
	blob: Blob
): Promise<v.InferOutput<typeof ShardList>['records']> {
	try {
		return v.parse(ShardList, JSON.parse(await blob.text())).records;
	} catch (cause) {
		const details = { file: path };
		throw new AppError('model-invalid', `${path} is no list of shards`, { details, cause });
	}
}
