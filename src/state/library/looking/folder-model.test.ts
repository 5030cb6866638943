import { expect, test } from 'vitest';
import { inspectFolder } from './folder-model.ts';

const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${'c'.repeat(64)}\nsize 99\n`;

test('a clone without Git LFS is refused by the names of its pointers, before it is stored', async () => {
	const folder = [
		{ path: 'model/config.json', blob: new Blob(['{}']) },
		{ path: 'model/tokenizer.json', blob: new Blob([POINTER]) },
		{ path: 'model/onnx/model.onnx', blob: new Blob([POINTER]) }
	];
	const { problems, choices } = await inspectFolder(folder);
	expect(choices).toEqual([]);
	expect(problems).toEqual([
		{ code: 'lfs-pointer', file: 'tokenizer.json' },
		{ code: 'lfs-pointer', file: 'onnx/model.onnx' }
	]);
});
