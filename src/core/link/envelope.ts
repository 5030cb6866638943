/** What all links share: a word for the kind, a version, and a message that is checked and compressed. */
import { sha256 } from '@noble/hashes/sha2.js';
import { deflateSync } from 'fflate';

import { AppError } from '../errors.ts';
import { fromBase64Url, toBase64Url } from './base64url.ts';
import { inflateBounded } from './bounded-inflate.ts';
import { LINK_LIMITS, LINK_VERSION } from './link-schema.ts';
import { malformed } from './wire-format.ts';

/** Raw DEFLATE has no checksum of its own: the message is preceded by the beginning of its SHA-256. */
const CHECK_BYTES = 4;

/** @returns what comes after the `#`: `<kind>=1.…` */
export function wrapMessage(kind: string, message: Uint8Array): string {
	const checked = new Uint8Array(CHECK_BYTES + message.length);
	checked.set(sha256(message).subarray(0, CHECK_BYTES));
	checked.set(message, CHECK_BYTES);
	return `${kind}=${LINK_VERSION}.${toBase64Url(deflateSync(checked, { level: 9 }))}`;
}

/** What comes after the `#` of a whole address, or the fragment itself with or without `#`. */
export function fragmentOf(address: string): string {
	return address.slice(address.indexOf('#') + 1).trim();
}

/**
 * @param kinds the words that are understood
 * @throws AppError `link-malformed`, `link-too-large`, `link-unknown-version`
 */
export function unwrapMessage<Kind extends string>(
	address: string,
	kinds: readonly Kind[]
): { readonly kind: Kind; readonly message: Uint8Array } {
	if (address.length > LINK_LIMITS.characters) {
		throw new AppError('link-too-large', 'longer than a link may be', {
			details: { characters: address.length, limit: LINK_LIMITS.characters }
		});
	}
	// A full stop or bracket after a link in running text often becomes part of it.
	const parts = /^([a-z]+)=([0-9]+)\.([A-Za-z0-9_-]*)[.,;:!?)\]>"']*$/.exec(fragmentOf(address));
	const [, word, version = '', body = ''] = parts ?? [];
	const kind = kinds.find((each) => each === word);
	if (kind === undefined) throw malformed('not a link of this app');
	if (version !== String(LINK_VERSION)) {
		throw new AppError('link-unknown-version', 'not a version that this app can read', {
			details: { version: version.slice(0, 40), newest: LINK_VERSION }
		});
	}
	const checked = inflateBounded(fromBase64Url(body), LINK_LIMITS.inflatedBytes + CHECK_BYTES);
	return { kind, message: checkedMessage(checked) };
}

function checkedMessage(checked: Uint8Array): Uint8Array {
	const message = checked.subarray(CHECK_BYTES);
	const expected = sha256(message);
	for (let i = 0; i < CHECK_BYTES; i++) {
		if (checked[i] !== expected[i]) throw malformed('it was changed on the way');
	}
	return message;
}
