/** SHA-256, synchronous and streaming (WebCrypto is neither). */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/**
 * SHA-256 of bytes, 32 raw bytes. Where much is hashed, a faster one than this file's plain JavaScript
 * is handed in; both give the same bits.
 */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** @returns 64 lower-case hex digits */
export function sha256Hex(bytes: Uint8Array): string {
	return bytesToHex(sha256(bytes));
}

/** The digest of a text's UTF-8 bytes, as run files write it: `sha256:<64 hex digits>`. */
export function sha256Text(text: string): `sha256:${string}` {
	return `sha256:${sha256Hex(new TextEncoder().encode(text))}`;
}

/** Hashes bytes as they come, e.g. during a download: never holds more than one block. */
export class Sha256Stream {
	readonly #hash = sha256.create();

	update(bytes: Uint8Array): this {
		this.#hash.update(bytes);
		return this;
	}

	/** The digest of all bytes so far, 64 lower-case hex digits; more bytes may follow. */
	hex(): string {
		return bytesToHex(this.#hash.clone().digest());
	}
}
