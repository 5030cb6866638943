/** How many documents are asked about at once, so that little is lost when the work is cut off, and how fast it goes. */

/** What a crash may cost. */
const BATCH_MS = 400;
const MOST_IN_BATCH = 64;
/** How much the last batch says about the rate: the rest is what was known before. */
const WEIGHT = 0.3;

export class BatchPace {
	/** Milliseconds a document, lately; null before the first one. */
	#each: number | null = null;

	/** How many documents the next batch has. */
	get batch(): number {
		if (this.#each === null) return 1;
		const fitting = Math.floor(BATCH_MS / Math.max(this.#each, BATCH_MS / MOST_IN_BATCH));
		return Math.max(1, fitting);
	}

	/** @param count documents, at least one */
	note(count: number, elapsedMs: number): void {
		const each = elapsedMs / count;
		this.#each = this.#each === null ? each : this.#each + WEIGHT * (each - this.#each);
	}

	/** @param left how many documents have no answer yet */
	forecast(left: number): { readonly rate: number | null; readonly remainingMs: number | null } {
		if (this.#each === null) return { rate: null, remainingMs: null };
		return { rate: 1000 / this.#each, remainingMs: left * this.#each };
	}
}
