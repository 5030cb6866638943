/** A link's fragment as `wrapMessage` makes it, without the time that it takes to compress well. */
import { deflateSync } from 'fflate';
import { sha256 } from '@noble/hashes/sha2.js';
import { toBase64Url } from '#core/link/base64url.ts';

export function wrapped(kind: string, message: Uint8Array): string {
	const checked = new Uint8Array(4 + message.length);
	checked.set(sha256(message).subarray(0, 4));
	checked.set(message, 4);
	return `${kind}=1.${toBase64Url(deflateSync(checked, { level: 0 }))}`;
}
