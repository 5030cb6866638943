/**
 * Reading a link is total: any text gives a link of the current version or an `AppError`. Reading
 * starts nothing and fetches nothing.
 */
import { sha256 } from '@noble/hashes/sha2.js';

import { AppError } from '../errors.ts';
import { fromBase64Url } from './base64url.ts';
import { inflateBounded } from './bounded-inflate.ts';
import { COMPARISON_1, RECIPE_1, RUN_1 } from './link-1.ts';
import { parseComparisonLink, parseRecipe, parseRunLink } from './link-fields.ts';
import { LINK_LIMITS, LINK_VERSION } from './link-schema.ts';
import type { Link, LinkKind } from './link-schema.ts';
import { malformed } from './wire-format.ts';
import { CHECK_BYTES } from './write-link.ts';

/** Which kind of link an address or its fragment claims to be; null when it is none. */
export function linkKind(address: string): LinkKind | null {
	return asKind(/^(recipe|run|comparison)=/.exec(fragmentOf(address))?.[1]);
}

/**
 * @param address a whole address, or its fragment with or without `#`
 * @throws AppError `link-malformed` (details: `problem`, `path`), `link-too-large`,
 *   `link-unknown-version` (details: `version`, `newest`)
 */
export function readLink(address: string): Link {
	if (address.length > LINK_LIMITS.characters) {
		throw new AppError('link-too-large', 'longer than a link may be', {
			details: { characters: address.length, limit: LINK_LIMITS.characters }
		});
	}
	const { kind, version, body } = split(fragmentOf(address));
	if (version !== String(LINK_VERSION)) {
		throw new AppError('link-unknown-version', 'not a version that this app can read', {
			details: { version: version.slice(0, 40), newest: LINK_VERSION }
		});
	}
	const message = checkedMessage(
		inflateBounded(fromBase64Url(body), LINK_LIMITS.inflatedBytes + CHECK_BYTES)
	);
	switch (kind) {
		case 'recipe':
			return { kind, recipe: parseRecipe(RECIPE_1.decode(message)) };
		case 'run':
			return { kind, run: parseRunLink(RUN_1.decode(message)) };
		case 'comparison':
			return { kind, comparison: parseComparisonLink(COMPARISON_1.decode(message)) };
	}
}

function asKind(word: string | undefined): LinkKind | null {
	return word === 'recipe' || word === 'run' || word === 'comparison' ? word : null;
}

function fragmentOf(address: string): string {
	return address.slice(address.indexOf('#') + 1).trim();
}

function split(fragment: string): { kind: LinkKind; version: string; body: string } {
	// A full stop or bracket after a link in running text often becomes part of it.
	const parts = /^([a-z]+)=([0-9]+)\.([A-Za-z0-9_-]*)[.,;:!?)\]>"']*$/.exec(fragment);
	const [, word, version, body] = parts ?? [];
	const kind = asKind(word);
	if (kind === null) throw malformed('not a link of this app');
	return { kind, version: version ?? '', body: body ?? '' };
}

function checkedMessage(checked: Uint8Array): Uint8Array {
	const message = checked.subarray(CHECK_BYTES);
	const expected = sha256(message);
	for (let i = 0; i < CHECK_BYTES; i++) {
		if (checked[i] !== expected[i]) throw malformed('it was changed on the way');
	}
	return message;
}
