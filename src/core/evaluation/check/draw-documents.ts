/** Which documents of a published file are asked about again. */
import { evaluationError } from '../evaluation-error.ts';
import { textHash } from '../hashes.ts';

/**
 * Those whose SHA-256 of `digest:seed:place` comes first. The seed is chosen once the file's digest is known, so no file
 * can be made for its draw; with digest and seed, anybody can repeat it.
 *
 * @param fileDigest SHA-256 of the file, 64 hexadecimal digits
 * @param seed chosen by the reader
 * @param total how many documents the file has
 * @param count how many are drawn: all where there are fewer
 * @returns places in the file, from 0, in order
 */
export function drawDocuments(
	{ fileDigest, seed }: { readonly fileDigest: string; readonly seed: string },
	total: number,
	count: number
): number[] {
	if (!/^[0-9a-f]{64}$/.test(fileDigest)) throw evaluationError('digest', '64 hexadecimal digits');
	const keys = Array.from({ length: total }, (_, place) => ({
		place,
		key: textHash(`${fileDigest}:${seed}:${place}`)
	}));
	// By code unit: localeCompare differs from browser to browser.
	keys.sort((a, b) => (a.key < b.key ? -1 : 1));
	return keys
		.slice(0, count)
		.map(({ place }) => place)
		.sort((a, b) => a - b);
}
