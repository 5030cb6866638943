/** Which files an MLC model consists of, and where each one is. */
import type { MlcModel } from '#core/mlc-model.ts';
import { isCount, isObject } from './custom-model.ts';

export interface MlcFile {
	/** Path inside the model folder. */
	readonly name: string;
	readonly url: string;
	/** Null until the server has said it. */
	readonly sizeBytes: number | null;
}

export const SHARD_LIST = 'tensor-cache.json';

function shardsOf(shardList: unknown): { name: string; sizeBytes: number }[] {
	const records = isObject(shardList) ? shardList['records'] : null;
	if (!Array.isArray(records)) return [];
	return records.flatMap((record: unknown) => {
		const { dataPath, nbytes } = isObject(record) ? record : {};
		return typeof dataPath === 'string' && isCount(nbytes)
			? [{ name: dataPath, sizeBytes: nbytes }]
			: [];
	});
}

/** @param shardList parsed `tensor-cache.json`: it names the shards and their sizes */
export function mlcFiles(model: MlcModel, shardList: unknown): MlcFile[] {
	const manifest = model.manifest === null ? [] : [model.manifest];
	const small = ['mlc-chat-config.json', 'tokenizer.json', SHARD_LIST, ...manifest];
	return [...small.map((name) => ({ name, sizeBytes: null })), ...shardsOf(shardList)]
		.map(({ name, sizeBytes }) => ({ name, url: model.weightsUrl + name, sizeBytes }))
		.concat({ name: 'model_lib.wasm', url: model.libraryUrl, sizeBytes: null });
}

/** The same model, its weights pinned to one commit of their repository. */
export function atRevision(model: MlcModel, commit: string): MlcModel {
	const weightsUrl = model.weightsUrl.replace(/\/resolve\/[^/]+\/$/, `/resolve/${commit}/`);
	return { ...model, weightsUrl };
}
