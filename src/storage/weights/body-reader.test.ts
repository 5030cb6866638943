import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { blobPieces, bodyReader } from './body-reader.ts';

/** Gives no byte, as a slow disk does for a while. */
class SilentBlob extends Blob {
	override stream(): ReturnType<Blob['stream']> {
		return new ReadableStream({ type: 'bytes' });
	}
}

function beginReading(): WeakRef<Blob> {
	const blob = new SilentBlob();
	void bodyReader(blob).read();
	return new WeakRef(blob);
}

/** Collects garbage for certain. */
async function collect(): Promise<void> {
	setFlagsFromString('--expose-gc');
	const gc = runInNewContext('gc') as () => void;
	for (let round = 0; round < 3; round++) {
		await new Promise((resolve) => setTimeout(resolve));
		gc();
	}
}

test('what is being read is not collected, though nothing else refers to it', async () => {
	const reading = beginReading();
	await collect();
	expect(reading.deref()).toBeDefined();
});

test('what has been read is let go of', async () => {
	const read = await (async () => {
		const blob = new Blob(['abc']);
		for await (const _ of blobPieces(blob));
		return new WeakRef(blob);
	})();
	await collect();
	expect(read.deref()).toBeUndefined();
});

test('a Blob is read to its end, in order', async () => {
	const bytes = Uint8Array.from({ length: 1_000_003 }, (_, i) => i % 251);
	const blob = new Blob([bytes]).slice(1);
	const read = new Uint8Array(blob.size);
	let at = 0;
	for await (const piece of blobPieces(blob)) {
		read.set(piece, at);
		at += piece.byteLength;
	}
	expect(Buffer.compare(read, bytes.subarray(1))).toBe(0);
});
