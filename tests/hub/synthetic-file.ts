/** Files that need no disk: the same bytes for the same seed, any part of them at any time. */
import { createHash } from 'node:crypto';

const BLOCK_BYTES = 64 * 1024;

export interface HubContent {
	readonly sizeBytes: number;
	readonly sha256: string;
	/** Bytes [start, end). */
	read(start: number, end: number): Uint8Array;
}

export function bytesContent(bytes: Uint8Array): HubContent {
	return {
		sizeBytes: bytes.byteLength,
		sha256: createHash('sha256').update(bytes).digest('hex'),
		read: (start, end) => Uint8Array.from(bytes.subarray(start, end))
	};
}

function randomBlock(seed: number): Uint8Array {
	const block = new Uint32Array(BLOCK_BYTES / 4);
	let state = (seed * 2654435761 + 1) >>> 0 || 1;
	for (let i = 0; i < block.length; i++) {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		block[i] = state;
	}
	return new Uint8Array(block.buffer);
}

/** One pseudo-random block again and again, each copy stamped with its number. */
export function syntheticContent(sizeBytes: number, seed: number): HubContent {
	const block = randomBlock(seed);
	const blockAt = (index: number): Uint8Array => {
		const copy = block.slice();
		new DataView(copy.buffer).setUint32(0, index, true);
		return copy;
	};
	const read = (start: number, end: number): Uint8Array => {
		const out = new Uint8Array(end - start);
		for (let at = start; at < end;) {
			const index = Math.floor(at / BLOCK_BYTES);
			const from = at - index * BLOCK_BYTES;
			const piece = blockAt(index).subarray(from, Math.min(BLOCK_BYTES, from + end - at));
			out.set(piece, at - start);
			at += piece.byteLength;
		}
		return out;
	};
	const hash = createHash('sha256');
	for (let at = 0; at < sizeBytes; at += BLOCK_BYTES) {
		hash.update(read(at, Math.min(sizeBytes, at + BLOCK_BYTES)));
	}
	return { sizeBytes, sha256: hash.digest('hex'), read };
}
