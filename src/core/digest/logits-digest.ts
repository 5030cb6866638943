/** Fingerprints of raw logits: equal digests mean equal bits. */
import { sha256 as plainSha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

import { Sha256Stream, type Sha256 } from './sha256.ts';

const HOST_IS_LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * The logits as little-endian float32, whatever the host; copies nothing on a little-endian one.
 *
 * @param logits shape [vocabularySize]
 * @param littleEndian for tests: whether the host already stores them so
 */
export function littleEndianBytes(
	logits: Float32Array,
	littleEndian = HOST_IS_LITTLE_ENDIAN
): Uint8Array {
	if (littleEndian) return new Uint8Array(logits.buffer, logits.byteOffset, logits.byteLength);
	const view = new DataView(new ArrayBuffer(logits.byteLength));
	logits.forEach((value, i) => view.setFloat32(i * 4, value, true));
	return new Uint8Array(view.buffer);
}

/**
 * Digests a run's logits position by position. The digest over all is the SHA-256 of the positions'
 * raw 32-byte digests in order, so that each logit is hashed once (at 150,000 logits that is
 * the cost of the sampler itself).
 */
export class LogitsDigest {
	readonly #all = new Sha256Stream();
	readonly #sha256: Sha256;

	/** @param sha256 for the logits; plain JavaScript when none is handed in */
	constructor(sha256: Sha256 = plainSha256) {
		this.#sha256 = sha256;
	}

	/**
	 * @param logits raw, shape [vocabularySize]
	 * @returns the first 16 hex digits of this position's SHA-256
	 */
	add(logits: Float32Array): string {
		const digest = this.#sha256(littleEndianBytes(logits));
		this.#all.update(digest);
		return bytesToHex(digest.subarray(0, 8));
	}

	/** The digest over all positions so far: `sha256:<64 hex digits>`. */
	finish(): string {
		return `sha256:${this.#all.hex()}`;
	}
}
