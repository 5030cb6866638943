import { expect, test } from 'vitest';
import type { MlcModel } from '#core/mlc-model.ts';
import { atRevision, mlcFiles } from './mlc-files.ts';

const model: MlcModel = {
	weightsUrl: 'https://hub.example/org/model/resolve/main/',
	libraryUrl: 'https://libs.example/v9/model.wasm',
	needsF16: false,
	windows: {},
	manifest: null
};

test('a model is its configuration, tokenizer, list, shards and library', () => {
	const shardList = { records: [{ dataPath: 'params_shard_0.bin', nbytes: 12 }, 'rubbish'] };
	expect(mlcFiles(atRevision(model, 'abc'), shardList)).toEqual([
		...['mlc-chat-config.json', 'tokenizer.json', 'tensor-cache.json'].map((name) => ({
			name,
			url: `https://hub.example/org/model/resolve/abc/${name}`,
			sizeBytes: null
		})),
		{
			name: 'params_shard_0.bin',
			url: 'https://hub.example/org/model/resolve/abc/params_shard_0.bin',
			sizeBytes: 12
		},
		{ name: 'model_lib.wasm', url: 'https://libs.example/v9/model.wasm', sizeBytes: null }
	]);
});

test('a package manifest is one of the files', () => {
	const names = mlcFiles({ ...model, manifest: 'package.json' }, null).map(({ name }) => name);
	expect(names).toContain('package.json');
});
