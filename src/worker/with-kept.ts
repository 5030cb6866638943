/** Sends kept logits along with a result: their buffers are moved to the page, not copied. */
import { transfer } from 'comlink';
import { batchBuffers, type KeptBatch } from '#core/sampling/kept-batch.ts';
import type { LogitsKeeper } from '#core/sampling/logits-keeper.ts';

/** Most logits that are kept of one run: about 20,000 positions of a large vocabulary, 3 kB each. */
export const MOST_KEPT_BYTES = 64 * 1024 * 1024;

/** @param keeper null when nobody asked for logits */
export function withKept<T extends object>(
	keeper: LogitsKeeper | null,
	result: T
): T & { readonly kept?: KeptBatch } {
	if (keeper === null) return result;
	const kept = keeper.take();
	return transfer({ ...result, kept }, batchBuffers(kept));
}
