/** One number that names a model: the root digest over all its files. */
import { hexToBytes } from '@noble/hashes/utils.js';

import { AppError } from '../errors.ts';
import { Sha256Stream } from './sha256.ts';

/** Orders strings by Unicode code point, as UTF-8 bytes sort; `<` would go by UTF-16 units. */
export function compareByCodePoint(a: string, b: string): number {
	const left = Array.from(a);
	const right = Array.from(b);
	const shared = Math.min(left.length, right.length);
	for (let i = 0; i < shared; i++) {
		const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
		if (difference !== 0) return difference;
	}
	return left.length - right.length;
}

/**
 * Root digest of OpenSSF Model Signing v1.0, serialization method `files`: SHA-256 over the files'
 * raw digests, concatenated in the order of their names.
 *
 * @param resources every file of the model, in any order; `digest` is `sha256:<64 hex digits>`
 * @returns `sha256:<64 hex digits>`
 * @throws AppError `model-invalid` when there is no file, two have one name, or a digest is malformed
 * @see https://github.com/ossf/model-signing-spec
 */
export function modelDigest(
	resources: readonly { readonly name: string; readonly digest: string }[]
): string {
	if (resources.length === 0) throw new AppError('model-invalid', 'a model without files');
	const sorted = [...resources].sort((a, b) => compareByCodePoint(a.name, b.name));
	const root = new Sha256Stream();
	let previous: string | null = null;
	for (const { name, digest } of sorted) {
		if (name === previous) {
			throw new AppError('model-invalid', 'two files of one name', { details: { name } });
		}
		const [, hex] = /^sha256:([0-9a-f]{64})$/.exec(digest) ?? [];
		if (hex === undefined) {
			throw new AppError('model-invalid', 'malformed digest', { details: { name, digest } });
		}
		root.update(hexToBytes(hex));
		previous = name;
	}
	return `sha256:${root.hex()}`;
}
