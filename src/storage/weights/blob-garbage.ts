/**
 * Blobs that are made and not kept. Engines collect garbage after so many bytes of buffers, but do not
 * count those of Blobs: while a model is stored chunk by chunk, every chunk stays in the browser's memory
 * although it is long on disk (470 MiB after 512 were measured). So each one waits until the one before
 * has been collected; it is let go of only when the next collection begins.
 */

import { collectSoon } from '#core/collect-soon.ts';

const LONGEST_WAIT_MS = 500;
const FIRST_ALLOWANCE_BYTES = 8 * 1024 * 1024;

/** Of Blobs that nobody needs any more. */
let uncollectedBytes = 0;
/** So many are not waited for: in a browser that cannot be made to collect they become more and more. */
let allowedBytes = 0;

const collected = new FinalizationRegistry<number>((byteCount) => {
	uncollectedBytes -= byteCount;
});

/**
 * @param bytes copied
 * @returns a Blob that nobody keeps for longer than it takes to store it
 */
export async function makePassingBlob(bytes: Uint8Array<ArrayBuffer>): Promise<Blob> {
	const startedMs = performance.now();
	while (uncollectedBytes > allowedBytes) {
		if (!collectSoon() || performance.now() - startedMs > LONGEST_WAIT_MS) allowMore();
		await new Promise((resolve) => setTimeout(resolve));
	}
	const blob = new Blob([bytes]);
	uncollectedBytes += blob.size;
	collected.register(blob, blob.size);
	return blob;
}

function allowMore(): void {
	allowedBytes = Math.max(FIRST_ALLOWANCE_BYTES, allowedBytes * 2);
}
