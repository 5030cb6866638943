/** Which archives are taken for packs, and how little of them is read. */
import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { modelDigest } from '#core/digest/model-digest.ts';
import { sha256Hex } from '#core/digest/sha256.ts';
import { PACK_MANIFEST } from '#storage/weights/pack-manifest.ts';
import { readTarFrom, tarHeader, tarOf, tarPadding } from '#storage/weights/tar.ts';
import { FileBytes } from './file-bytes.ts';
import { openPackPlace } from './model-pack.ts';

const folder = mkdtempSync(join(tmpdir(), 'glasshouse-model-pack-'));
afterAll(() => rmSync(folder, { recursive: true }));

const FILES = { 'config.json': '{"a": 1}', 'onnx/model.onnx': 'weights', 'größe.txt': '' };
type Files = Readonly<Record<string, string>>;

/** @param changes what the manifest says of all its files */
function manifestOf(files: Files, changes: object = {}): string {
	const listed = Object.entries(files).map(([name, text]) => ({
		name,
		sizeBytes: new Blob([text]).size,
		digest: `sha256:${sha256Hex(new TextEncoder().encode(text))}`,
		url: null,
		...changes
	}));
	const source = { url: null, revision: null };
	const model = { id: 'local/x', title: 'X', digest: modelDigest(listed), source };
	return JSON.stringify({ type: 'glasshouse-pack', version: 1, model, files: listed });
}

async function archive(entries: readonly (readonly [string, string])[]): Promise<string> {
	const path = join(folder, `${crypto.randomUUID()}.glasshouse.tar`);
	const blob = tarOf(entries.map(([name, text]) => ({ name, blob: new Blob([text]) })));
	writeFileSync(path, new Uint8Array(await blob.arrayBuffer()));
	return path;
}

function packOf(files: Files, manifest = manifestOf(files)): Promise<string> {
	return archive([[PACK_MANIFEST, manifest], ...Object.entries(files)]);
}

test('a pack gives the files of its manifest, and lists those where models lie', async () => {
	const place = await openPackPlace(await packOf({ ...FILES, 'deep/er/x.onnx': 'x' }));
	expect(place.listFiles()).toEqual(Object.keys(FILES));
	expect(place.hasFiles(['onnx/model.onnx', 'deep/er/x.onnx'])).toBe(true);
	expect(place.hasFiles(['../secret'])).toBe(false);
	for (const [name, text] of Object.entries(FILES)) {
		const bytes = await place.readFile(name);
		expect(new TextDecoder().decode(bytes)).toBe(text);
		expect(place.digests.get(name)).toBe(`sha256:${sha256Hex(bytes)}`);
	}
	await expect(place.readFile('__proto__')).rejects.toMatchObject({ code: 'model-file-missing' });
	await place.close();
});

test('a pack that tar has packed again, with dots before its names, is read, too', async () => {
	const entries = Object.entries(FILES).map(([name, text]) => [`./${name}`, text] as const);
	const path = await archive([[`./${PACK_MANIFEST}`, manifestOf(FILES)], ...entries]);
	const place = await openPackPlace(path);
	expect(place.hasFiles(Object.keys(FILES))).toBe(true);
	await place.close();
});

describe('refused, with the name of the archive, is', () => {
	const own = Object.entries(FILES);
	const manifest = [PACK_MANIFEST, manifestOf(FILES)] as const;
	const cases: Record<string, () => Promise<string>> = {
		'something else': async () => {
			const path = join(folder, 'page.glasshouse.tar');
			writeFileSync(path, '<!doctype html>'.repeat(200));
			return await Promise.resolve(path);
		},
		'an empty file': async () => {
			writeFileSync(join(folder, 'empty.tar'), '');
			return await Promise.resolve(join(folder, 'empty.tar'));
		},
		'any other archive': () => archive(own),
		'a manifest that is not the first': () => archive([...own, manifest]),
		'a file that the manifest does not list': () => archive([manifest, ...own, ['x.js', 'x']]),
		'a file on a way out': () => archive([manifest, ...own, ['../../.bashrc', 'x']]),
		'a way out in the manifest': () => packOf({ '../../x.onnx': 'x' }),
		'an absolute path in the manifest': () => packOf({ '/etc/x.onnx': 'x' }),
		'a file twice': () => archive([manifest, ...own, ['config.json', '{"a": 2}']]),
		'a file of another length': () => packOf({ ...FILES, 'config.json': '{}' }, manifestOf(FILES)),
		'a manifest that is no JSON': () => packOf(FILES, '{'),
		'a manifest of another version': () =>
			packOf(FILES, manifestOf(FILES).replace('"version":1', '"version":2')),
		'a manifest whose digest is not that of its files': () =>
			packOf(FILES, manifestOf(FILES).replace('"name":"config.json"', '"name":"konfig.json"')),
		'a manifest without end': () => packOf(FILES, `${manifestOf(FILES)}${' '.repeat(2 ** 22)}`)
	};

	test.each(Object.keys(cases))('%s', async (name) => {
		const path = (await cases[name]?.()) ?? '';
		const message = expect.stringContaining(path) as unknown;
		await expect(openPackPlace(path)).rejects.toMatchObject({ code: 'pack-invalid', message });
	});

	test('one that lacks a file of its manifest', async () => {
		const path = await archive([manifest, ...own.slice(1)]);
		const details = { file: 'config.json' };
		const code = 'model-file-missing';
		await expect(openPackPlace(path)).rejects.toMatchObject({ code, details });
	});

	test('one that was cut off, wherever that was', async () => {
		const path = await packOf(FILES);
		// All but the two blocks of zeros at the end.
		for (let size = statSync(path).size - 1024; size >= 0; size -= 256) {
			truncateSync(path, size);
			await expect(openPackPlace(path), String(size)).rejects.toMatchObject({
				code: 'pack-invalid'
			});
		}
	});

	test('one whose header promises more than the disk could hold', async () => {
		const sizeBytes = 2 ** 52;
		const path = join(folder, 'boast.tar');
		const text = manifestOf({ 'x.onnx': '' }, { sizeBytes });
		const manifestEntry = [...tarHeader(PACK_MANIFEST, text.length), text, tarPadding(text.length)];
		const header = tarHeader('x.onnx', sizeBytes);
		const blob = new Blob([...manifestEntry, ...header, new Uint8Array(2048)]);
		writeFileSync(path, new Uint8Array(await blob.arrayBuffer()));
		const message = expect.stringContaining('it ends early') as unknown;
		await expect(openPackPlace(path)).rejects.toMatchObject({ code: 'pack-invalid', message });
	});
});

test('a pack that shrinks after it was opened is noticed', async () => {
	const path = await packOf(FILES);
	const place = await openPackPlace(path);
	truncateSync(path, 1024);
	await expect(place.readFile('onnx/model.onnx')).rejects.toMatchObject({ code: 'pack-invalid' });
	await place.close();
});

test('of the weights nothing is read before they are asked for', async () => {
	const sizeBytes = 6 * 1024 ** 3;
	const path = join(folder, 'large.tar');
	const head = new Blob([
		...tarHeader('a.txt', 3),
		'abc'.padEnd(512, '\0'),
		...tarHeader('onnx/model.onnx', sizeBytes)
	]);
	writeFileSync(path, new Uint8Array(await head.arrayBuffer()));
	// The rest is a hole in the file, the zeros at the archive's end included.
	truncateSync(path, head.size + sizeBytes + 1024);
	const handle = await open(path);
	let readBytes = 0;
	const counting = {
		read: async (...args: readonly [Uint8Array<ArrayBuffer>, number, number, number]) => {
			const result = await handle.read(...args);
			readBytes += result.bytesRead;
			return result;
		}
	};
	const names: string[] = [];
	const { size } = await handle.stat();
	const entries = readTarFrom((tooShort) => new FileBytes(counting, size, tooShort));
	for await (const { name, offset } of entries) names.push(`${name} ${offset}`);
	await handle.close();
	expect(names).toEqual(['a.txt 512', `onnx/model.onnx ${head.size}`]);
	expect(readBytes).toBe(3 * 512);
	expect(size).toBeGreaterThan(sizeBytes);
});
