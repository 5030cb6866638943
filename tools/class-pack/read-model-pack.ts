/** Models for a class pack: packs as the app exports them, or folders that such a pack was unpacked to. */
import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, readFileSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { PackEntry } from '#storage/class-pack.ts';
import { PACK_MANIFEST, parsePackManifest, isSafePath } from '#storage/weights/pack-manifest.ts';
import { readTar } from '#storage/weights/tar.ts';

/** Unpacks an archive. @returns the folder */
async function unpack(archive: string, folder: string): Promise<string> {
	const stream = Readable.toWeb(createReadStream(archive));
	for await (const entry of readTar(stream as ReadableStream<Uint8Array<ArrayBuffer>>)) {
		const { name } = entry;
		if (!isSafePath(name)) throw new Error(`${archive}: ${name} would lie outside its folder`);
		const path = join(folder, ...name.split('/'));
		mkdirSync(dirname(path), { recursive: true });
		const file = await open(path, 'w');
		try {
			for await (const bytes of entry.body()) await file.write(bytes);
		} finally {
			await file.close();
		}
	}
	return folder;
}

async function digestOf(path: string): Promise<string> {
	const hash = createHash('sha256');
	for await (const bytes of createReadStream(path)) hash.update(bytes as Buffer);
	return `sha256:${hash.digest('hex')}`;
}

/**
 * The files of a model, every byte checked against its manifest.
 *
 * @param temporary a folder of its own for what has to be unpacked
 * @throws Error that names the file which is missing or damaged; AppError `pack-invalid`
 */
export async function readModelPack(path: string, temporary: string): Promise<PackEntry<string>[]> {
	const folder = statSync(path).isDirectory() ? path : await unpack(path, temporary);
	const manifestPath = join(folder, PACK_MANIFEST);
	const { files } = parsePackManifest(readFileSync(manifestPath, 'utf8'));
	const entries: PackEntry<string>[] = [{ path: PACK_MANIFEST, source: manifestPath }];
	for (const { name, digest } of files) {
		const source = join(folder, ...name.split('/'));
		const actual = await digestOf(source);
		if (actual !== digest) throw new Error(`${path}: ${name} is not what its manifest says`);
		entries.push({ path: name, source });
	}
	return entries;
}
