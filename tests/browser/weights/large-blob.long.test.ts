/**
 * Large Blobs in the real hash thread: a read whose stream is collected never ends, after some 850 MB.
 * Its shorter twin, src/storage/weights/body-reader.test.ts: what is being read is not collected.
 */
import { expect, test } from 'vitest';

import { digestOfBlob } from '#storage/weights/hash-thread.ts';

import { MIB } from './test-store.ts';

const never = new AbortController().signal;

/** Takes the memory of one part, and reads like a Blob of so many. */
async function longBlob(parts: number): Promise<Blob> {
	const part = new Blob([new Uint8Array(8 * MIB)]);
	// So that the browser has it before it is asked for hundreds of copies.
	await part.arrayBuffer();
	return new Blob(Array.from({ length: parts }, () => part));
}

test('a Blob of two gigabytes is hashed to its end', { timeout: 180_000 }, async () => {
	const blob = await longBlob(256);
	let bytes = 0;
	const digest = await digestOfBlob(blob, never, (count) => (bytes += count));
	expect(bytes).toBe(blob.size);
	// SHA-256 of 2 GiB of zeros.
	expect(digest).toBe('sha256:a7c744c13cc101ed66c29f672f92455547889cc586ce6d44fe76ae824958ea51');
});
