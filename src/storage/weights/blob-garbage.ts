/**
 * Engines collect garbage after so many bytes of buffers, but do not count those of Blobs: while a model
 * is stored chunk by chunk, every chunk stays in the browser's memory although it is long on disk
 * (470 MiB after 512 were measured). A buffer that nobody writes to is counted and takes no memory.
 */

const COLLECT_AFTER_BYTES = 4 * 1024 * 1024;
/** Enough for Chromium to collect at once; with a quarter of it, it often did not. */
const COUNTED_BYTES = 256 * 1024 * 1024;

let blobBytes = 0;

/** Called for every Blob that is made and not kept. */
export function noteBlobGarbage(byteCount: number): void {
	blobBytes += byteCount;
	if (blobBytes < COLLECT_AFTER_BYTES) return;
	blobBytes = 0;
	// The length is used so that no optimizer takes the buffer for dead code.
	if (reserve() === 0) blobBytes = -COLLECT_AFTER_BYTES;
}

/** @returns 0 where there is no such address space: then the browser is left alone for longer */
function reserve(): number {
	try {
		return new ArrayBuffer(COUNTED_BYTES).byteLength;
	} catch {
		return 0;
	}
}
