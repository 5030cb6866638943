/** Enough for Chromium to collect at once; with a quarter of it, it often did not. */
const COUNTED_BYTES = 256 * 1024 * 1024;

/**
 * Makes the browser collect garbage that it knows too little of to be in a hurry: Blobs, which it does not
 * count, and buffers that hold more than their share. A buffer that nobody writes to is counted and takes no
 * memory.
 *
 * @returns false where there is no such address space; then nothing was asked for
 */
export function collectSoon(): boolean {
	try {
		// The length is used so that no optimizer takes the buffer for dead code.
		return new ArrayBuffer(COUNTED_BYTES).byteLength > 0;
	} catch {
		return false;
	}
}
