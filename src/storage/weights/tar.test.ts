import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { readTar, tarEnd, tarHeader, tarPadding } from './tar.ts';
import fc, { examples } from '../../../tests/property.ts';

const LONG_NAME = `${'folder/'.repeat(20)}weights.bin`;

function archiveOf(files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>): Blob {
	const parts: BlobPart[] = [];
	for (const [name, bytes] of Object.entries(files)) {
		parts.push(...tarHeader(name, bytes.byteLength), bytes, tarPadding(bytes.byteLength));
	}
	return new Blob([...parts, tarEnd()]);
}

/** In pieces of odd lengths, as a network would give it. */
function streamOf(blob: Blob, pieceBytes = 777): ReadableStream<Uint8Array<ArrayBuffer>> {
	let at = 0;
	return new ReadableStream({
		async pull(controller) {
			const piece = await blob.slice(at, at + pieceBytes).arrayBuffer();
			at += pieceBytes;
			if (piece.byteLength === 0) controller.close();
			else controller.enqueue(new Uint8Array(piece));
		}
	});
}

async function contentsOf(blob: Blob, pieceBytes?: number): Promise<Record<string, Uint8Array>> {
	const contents: Record<string, Uint8Array> = {};
	for await (const { name, body } of readTar(streamOf(blob, pieceBytes))) {
		const pieces: BlobPart[] = [];
		for await (const piece of body()) pieces.push(piece.slice());
		contents[name] = new Uint8Array(await new Blob(pieces).arrayBuffer());
	}
	return contents;
}

function bytes(length: number): Uint8Array<ArrayBuffer> {
	return Uint8Array.from({ length }, (_, i) => (i * 31 + length) % 256);
}

const FILES = {
	'empty.txt': bytes(0),
	'config.json': bytes(513),
	'deep/er/weights.bin': bytes(100_000),
	'größe.bin': bytes(512),
	[LONG_NAME]: bytes(1_025)
};

describe('with the tar of this machine', () => {
	let folder = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'tar-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	test('it unpacks what we write', async () => {
		writeFileSync(join(folder, 'a.tar'), new Uint8Array(await archiveOf(FILES).arrayBuffer()));
		execFileSync('tar', ['xf', 'a.tar'], { cwd: folder });
		for (const [name, expected] of Object.entries(FILES)) {
			expect(new Uint8Array(readFileSync(join(folder, name)))).toEqual(expected);
		}
	});

	test.each(['gnu', 'posix', 'ustar'])('we read what it writes as %s', async (format) => {
		for (const [name, content] of Object.entries(FILES)) {
			mkdirSync(join(folder, name, '..'), { recursive: true });
			writeFileSync(join(folder, name), content);
		}
		const names = ['empty.txt', 'config.json', 'deep', 'größe.bin', 'folder'];
		execFileSync('tar', ['cf', 'a.tar', `--format=${format}`, ...names], { cwd: folder });
		const contents = await contentsOf(new Blob([readFileSync(join(folder, 'a.tar'))]));
		expect(contents).toEqual(FILES);
	});
});

test('what is written is read again, in pieces of whatever length', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.dictionary(
				fc.stringMatching(/^[a-z]{1,9}(\/[a-zé€]{1,60}){0,4}$/),
				fc.uint8Array({ maxLength: 2_000 }),
				{ maxKeys: 5 }
			),
			fc.integer({ min: 1, max: 5_000 }),
			async (files, pieceBytes) => {
				const own = Object.fromEntries(
					Object.entries(files).map(([name, content]) => [name, new Uint8Array(content)])
				);
				expect(await contentsOf(archiveOf(own), pieceBytes)).toEqual(own);
			}
		),
		{ numRuns: examples(30) }
	);
});

test('a file of more than 8 GiB has its size in a pax header', async () => {
	const header = new Blob(tarHeader('big.bin', 9_000_000_000));
	const first = await readTar(streamOf(header)).next();
	expect(first.value).toMatchObject({ name: 'big.bin', sizeBytes: 9_000_000_000 });
});

test('bodies may be left unread', async () => {
	const names: string[] = [];
	for await (const { name } of readTar(streamOf(archiveOf(FILES)))) names.push(name);
	expect(names).toEqual(Object.keys(FILES));
});

test.each([
	['an archive that ends early', (blob: Blob) => blob.slice(0, 5_000)],
	['something else', () => new Blob(['<!doctype html>'.repeat(100)])],
	['nothing', () => new Blob([])]
])('%s is refused', async (_, spoil) => {
	await expect(contentsOf(spoil(archiveOf(FILES)))).rejects.toMatchObject({
		code: 'pack-invalid'
	});
});
