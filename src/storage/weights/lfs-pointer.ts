/**
 * Git LFS keeps large files elsewhere, and a small text file in their place: a copy made without it, and some
 * addresses of raw files, have only that.
 *
 * @see https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
 */

/** The specification's own bound. */
export const MOST_POINTER_BYTES = 1024;

/** How every pointer begins, of this and earlier versions. */
const BEGINNINGS = [
	'version https://git-lfs.github.com/spec/',
	'version https://hawser.github.com/spec/',
	'version http://git-media.io/v/'
].map((text) => new TextEncoder().encode(text));

/** So many first bytes tell. */
export const POINTER_HEAD_BYTES = Math.max(...BEGINNINGS.map(({ byteLength }) => byteLength));

/** @param head a file's first bytes, at least `POINTER_HEAD_BYTES` where it has so many */
export function isLfsPointer(head: Uint8Array): boolean {
	return BEGINNINGS.some((beginning) => beginning.every((byte, at) => head[at] === byte));
}

/** For files in memory or on the disk: small ones are looked into. */
export async function isPointerBlob(blob: Blob): Promise<boolean> {
	if (blob.size > MOST_POINTER_BYTES) return false;
	return isLfsPointer(new Uint8Array(await blob.slice(0, POINTER_HEAD_BYTES).arrayBuffer()));
}
