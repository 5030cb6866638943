/** Picks from each position's logits what is worth keeping, and packs it for the way to the page. */
import { Candidates } from './candidates.ts';
import type { KeptBatch } from './kept-batch.ts';
import { KEPT_TOP, KEPT_WHOLE } from './kept-logits.ts';
import { measureTail, TAIL_SIZE, type Tail } from './tail.ts';

/** One position's share of a batch. */
interface Pick {
	readonly ids: Uint32Array;
	readonly logits: Float32Array;
	readonly tail: Tail | null;
}

/**
 * Takes the logits of one position after another. Nothing is kept beyond `mostBytes` of a run:
 * later positions then have an empty entry.
 */
export class LogitsKeeper {
	readonly #candidates = new Candidates();
	readonly #mostBytes: number;
	#bytes = 0;
	#wide = new Float64Array(0);
	#isKept = new Uint8Array(0);
	#vocabularySize = 0;
	#picks: (Pick | Float32Array)[] = [];

	/** @param mostBytes of all positions together */
	constructor(mostBytes: number) {
		this.#mostBytes = mostBytes;
	}

	/**
	 * @param logits raw, shape [vocabularySize], not changed and not held
	 * @param tokenId the token that was written here
	 */
	add(logits: Float32Array, tokenId: number): void {
		this.#vocabularySize = logits.length;
		const isWhole = logits.length <= KEPT_WHOLE;
		const bytes = isWhole ? 4 * logits.length : 4 * (2 * KEPT_TOP + TAIL_SIZE);
		this.#bytes += bytes;
		if (this.#bytes > this.#mostBytes) this.#picks.push(new Float32Array(0));
		else this.#picks.push(isWhole ? logits.slice() : this.#pick(logits, tokenId));
	}

	/** What was added since the last call. */
	take(): KeptBatch {
		const picks = this.#picks;
		this.#picks = [];
		return packPicks(picks, this.#vocabularySize);
	}

	#pick(logits: Float32Array, tokenId: number): Pick {
		const size = logits.length;
		if (this.#wide.length !== size) {
			this.#wide = new Float64Array(size);
			this.#isKept = new Uint8Array(size);
		}
		this.#wide.set(logits);
		const candidates = this.#candidates;
		candidates.load(this.#wide, 1);
		candidates.keepTop(KEPT_TOP);
		const isKept = this.#isKept.fill(0);
		for (let i = 0; i < candidates.count; i++) isKept[candidates.ids[i] ?? 0] = 1;
		const found = candidates.ids.slice(0, candidates.count);
		const ids = isKept[tokenId] === 1 ? found : Uint32Array.of(...found, tokenId).sort();
		isKept[tokenId] = 1;
		const tail = measureTail(logits, isKept);
		return {
			ids,
			logits: Float32Array.from(ids, (id) => logits[id] ?? -Infinity),
			tail
		};
	}
}

function packPicks(picks: readonly (Pick | Float32Array)[], vocabularySize: number): KeptBatch {
	const some = picks.some((pick) => !(pick instanceof Float32Array));
	const logitsOf = (pick: Pick | Float32Array) =>
		pick instanceof Float32Array ? pick : pick.logits;
	const counts = Uint32Array.from(picks, (pick) => logitsOf(pick).length);
	const logits = new Float32Array(counts.reduce((sum, count) => sum + count, 0));
	const ids = some ? new Uint32Array(logits.length) : null;
	const tails = some ? new Float64Array(2 * picks.length) : null;
	const buckets = some ? new Float32Array(TAIL_SIZE * picks.length) : null;
	let start = 0;
	picks.forEach((pick, position) => {
		logits.set(logitsOf(pick), start);
		if (!(pick instanceof Float32Array)) {
			ids?.set(pick.ids, start);
			tails?.set([pick.tail?.floor ?? -Infinity, pick.tail?.mass ?? 0], 2 * position);
			if (pick.tail !== null) buckets?.set(pick.tail.buckets, TAIL_SIZE * position);
		}
		start += counts[position] ?? 0;
	});
	return { vocabularySize, counts, ids, logits, tails, buckets };
}
