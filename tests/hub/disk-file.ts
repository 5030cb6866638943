/** A file on the disk as a hub serves it: weights of gigabytes are never in memory as a whole. */
import { createHash } from 'node:crypto';
import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import type { HubContent } from './synthetic-file.ts';

export async function diskContent(path: string): Promise<HubContent> {
	const hash = createHash('sha256');
	for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
	const read = (start: number, end: number): Uint8Array => {
		const bytes = new Uint8Array(end - start);
		const file = openSync(path, 'r');
		try {
			readSync(file, bytes, 0, bytes.byteLength, start);
		} finally {
			closeSync(file);
		}
		return bytes;
	};
	return { sizeBytes: statSync(path).size, sha256: hash.digest('hex'), read };
}
