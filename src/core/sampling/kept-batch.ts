/** Kept logits on their way from the worker to the page: a few large arrays, whose buffers are moved. */
import type { KeptLogits } from './kept-logits.ts';
import { TAIL_SIZE } from './tail.ts';

/** The kept logits of consecutive positions. */
export interface KeptBatch {
	readonly vocabularySize: number;
	/** How many tokens were kept, of each position. */
	readonly counts: Uint32Array;
	/** One position after another; null when whole vocabularies were kept. */
	readonly ids: Uint32Array | null;
	readonly logits: Float32Array;
	/** Floor and mass of each position's tail, and its buckets; null when whole vocabularies were kept. */
	readonly tails: Float64Array | null;
	readonly buckets: Float32Array | null;
}

/** The buffers of a batch, to be transferred to another thread. */
export function batchBuffers(batch: KeptBatch): ArrayBuffer[] {
	const { counts, ids, logits, tails, buckets } = batch;
	return [counts, ids, logits, tails, buckets].flatMap((array) =>
		array === null ? [] : [array.buffer as ArrayBuffer]
	);
}

let identity = new Uint32Array(0);

/** All ids of a vocabulary, ascending: one array for all positions. */
function allIds(size: number): Uint32Array {
	if (identity.length !== size) identity = Uint32Array.from({ length: size }, (_, id) => id);
	return identity;
}

/** A batch as one entry a position: views, no copies; null where nothing was kept. */
export function unpackBatch(batch: KeptBatch): (KeptLogits | null)[] {
	const { vocabularySize, counts, ids, logits, tails, buckets } = batch;
	let end = 0;
	return Array.from(counts, (count, position) => {
		const start = end;
		end += count;
		if (count === 0) return null;
		const floor = tails?.[2 * position] ?? -Infinity;
		const mass = tails?.[2 * position + 1] ?? 0;
		const from = TAIL_SIZE * position;
		return {
			ids: ids === null ? allIds(count) : ids.subarray(start, end),
			logits: logits.subarray(start, end),
			tail:
				buckets === null || floor === -Infinity
					? null
					: { floor, mass, buckets: buckets.subarray(from, from + TAIL_SIZE) },
			vocabularySize
		};
	});
}
