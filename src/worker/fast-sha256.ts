/** SHA-256 in WebAssembly for what is hashed at every token: less than half the time of plain JavaScript. */
import { createSHA256 } from 'hash-wasm';
import type { Sha256 } from '#core/digest/sha256.ts';

async function create(): Promise<Sha256> {
	const hash = await createSHA256();
	return (bytes) => hash.init().update(bytes).digest('binary');
}

let shared: Promise<Sha256> | null = null;

/**
 * Made once. Every call of the function is a whole digest, so runs that take turns may share it.
 *
 * @throws whatever compiling WebAssembly throws; no engine runs without it either
 */
export function fastSha256(): Promise<Sha256> {
	return (shared ??= create());
}
