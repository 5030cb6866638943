import { expect, test } from 'vitest';

import { checkListedShards } from './listed-shards.ts';

const list = { records: [{ dataPath: 'params_shard_0.bin', nbytes: 4, records: [], md5sum: '' }] };
const listFile = { path: 'tensor-cache.json', blob: new Blob([JSON.stringify(list)]) };
const shard = (length: number): { path: string; blob: Blob } => ({
	path: 'params_shard_0.bin',
	blob: new Blob([new Uint8Array(length)])
});

test('a folder with all its shards passes, and so does one without a list', async () => {
	await checkListedShards([listFile, shard(4)]);
	await checkListedShards([shard(3)]);
});

test('a missing shard is named', async () => {
	await expect(checkListedShards([listFile])).rejects.toMatchObject({
		code: 'model-file-missing',
		details: { file: 'params_shard_0.bin' }
	});
});

test('a shard of another length, and a list that is not one, are refused', async () => {
	await expect(checkListedShards([listFile, shard(3)])).rejects.toMatchObject({
		code: 'model-invalid',
		details: { expectedBytes: 4, actualBytes: 3 }
	});
	const broken = { path: 'ndarray-cache.json', blob: new Blob(['{"records":1}']) };
	await expect(checkListedShards([broken])).rejects.toMatchObject({ code: 'model-invalid' });
});
