import { expect, test } from 'vitest';
import { modelDigest } from '#core/digest/model-digest.ts';
import { describeSproutFiles } from '../../tools/sprout-files.ts';
import { createLoadRequest } from './load-request.ts';
import sproutFiles from './sprout-files.json' with { type: 'json' };
import { isSprout, sprout } from './sprout.ts';

test('the list of files is what lies in public/models/sprout (else run tools/sprout-files.ts)', () => {
	expect(sproutFiles).toEqual(describeSproutFiles());
});

test('every precision has its own weights and all the other files', () => {
	for (const { files, weightsFile } of sprout.precisions) {
		const names = files.map(({ name }) => name);
		expect(names.filter((name) => name.endsWith('.onnx'))).toEqual([weightsFile]);
		expect(names).toEqual(expect.arrayContaining(['config.json', 'tokenizer.json']));
	}
});

test('the digest that is written down for each precision is that of its files', () => {
	for (const { id, files, digest } of sprout.precisions)
		expect(digest, id).toBe(modelDigest(files));
});

test('int8 is the default precision', () => {
	expect(sprout.precisions.map(({ id }) => id)).toEqual(['int8', 'q4', 'fp32']);
});

test('a stored copy of its files is Sprout, whatever it is called, and nothing else is', () => {
	const [, precision] = sprout.precisions;
	if (precision === undefined) throw new Error('no second precision');
	const stored = { id: 'copy', digest: '', mlc: null };
	const files = precision.files.map((file) => ({ ...file, name: `renamed/${file.name}` }));
	const copy = {
		...sprout,
		id: 'copy',
		name: 'copy',
		precisions: [{ ...precision, files }],
		stored
	};
	expect(isSprout(sprout)).toBe(true);
	expect(isSprout(copy)).toBe(true);
	const [first, ...others] = files;
	if (first === undefined) throw new Error('no file');
	const changed = [{ ...first, digest: `sha256:${'0'.repeat(64)}` }, ...others];
	expect(isSprout({ ...copy, precisions: [{ ...precision, files: changed }] })).toBe(false);
	expect(isSprout({ ...copy, precisions: [{ ...precision, files: others }] })).toBe(false);
	expect(isSprout({ ...sprout, id: 'other' })).toBe(false);
});

test('a load request is below the address that the app is served from', () => {
	const [precision] = sprout.precisions;
	if (precision === undefined) throw new Error('no precision');
	const request = createLoadRequest(sprout, precision, 'wasm', 'https://example.org/a/b/');
	expect(request.runtimeUrl).toBe('https://example.org/a/b/runtime/onnx/');
	for (const { name, url, digest } of request.files) {
		expect(url).toBe(
			`https://example.org/a/b/models/sprout/${name}?sha256=${digest?.slice(7, 23)}`
		);
	}
});
