/** The digest that is in a run link for the prompt's token ids. */
import { Sha256Stream } from '../digest/sha256.ts';

/**
 * SHA-256 over a prompt's token ids, each as four bytes, little-endian: `sha256:<64 hex digits>`.
 *
 * @param tokenIds 0 to 2^32 − 1 each
 */
export function promptDigest(tokenIds: readonly number[]): string {
	const view = new DataView(new ArrayBuffer(4 * tokenIds.length));
	for (const [i, id] of tokenIds.entries()) view.setUint32(4 * i, id, true);
	return `sha256:${new Sha256Stream().update(new Uint8Array(view.buffer)).hex()}`;
}
