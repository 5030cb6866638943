import { expect, test } from 'vitest';

import { modelDigest } from '#core/digest/model-digest.ts';

import { isSafePath, parsePackManifest } from './pack-manifest.ts';

const files = [
	{ name: 'a.bin', sizeBytes: 3, digest: `sha256:${'0'.repeat(64)}`, url: null },
	{ name: 'b/c.bin', sizeBytes: 4, digest: `sha256:${'1'.repeat(64)}`, url: 'https://x.example/c' }
];
const manifest = {
	type: 'glasshouse-pack',
	version: 1,
	model: { id: 'm', title: 'M', digest: modelDigest(files), source: { url: null, revision: null } },
	files
};

test('a manifest is read as it was written', () => {
	expect(parsePackManifest(JSON.stringify(manifest))).toEqual(manifest);
});

test.each<[string, unknown]>([
	['no JSON', '{'],
	['another document', '{}'],
	['another version', { ...manifest, version: 2 }],
	['a digest that is not that of its files', { ...manifest, files: files.slice(1) }],
	['two files of one name', { ...manifest, files: [files[0], files[0]] }],
	['a way out of the folder', { ...manifest, files: [{ ...files[0], name: '../a.bin' }] }],
	['an address of another kind', { ...manifest, files: [{ ...files[0], url: 'javascript:0' }] }],
	['no file', { ...manifest, files: [] }]
])('%s is refused', (_, value) => {
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	expect(() => parsePackManifest(text)).toThrow(expect.objectContaining({ code: 'pack-invalid' }));
});

test.each(['/a', 'a//b', 'a/../b', './a', 'a\\b', 'C:a', '', 'a\nb', 'a/'])(
	'%j is no safe path',
	(path) => {
		expect(isSafePath(path)).toBe(false);
	}
);

test('ordinary paths are safe', () => {
	expect(['a', 'a/b.c', 'größe', '...', 'a b'].every(isSafePath)).toBe(true);
});
