import { newestFirst, type RunSummary } from '#storage/run-summary.ts';
import type { HistoryChange } from '#storage/run-store.ts';

/** What the history knows of every run, newest first: read once, then changed with each change. */
export class HistoryRows {
	all = $state.raw<readonly RunSummary[]>([]);
	isFilled = $state(false);
	// Replaced as a whole, never changed.
	// eslint-disable-next-line svelte/prefer-svelte-reactivity
	readonly #ids = $derived(new Set(this.all.map(({ id }) => id)));
	/** Changes that came while the list was being read: it may have been read before them. */
	#early: HistoryChange[] = [];

	/** @param listed as `RunStore.list` gives them */
	fill(listed: readonly RunSummary[]): void {
		this.all = listed;
		this.isFilled = true;
		for (const change of this.#early) this.#apply(change);
		this.#early = [];
	}

	readonly take = (change: HistoryChange): void => {
		if (!this.isFilled) this.#early.push(change);
		this.#apply(change);
	};

	has(id: string): boolean {
		return this.#ids.has(id);
	}

	#apply(change: HistoryChange): void {
		const id = change.kind === 'kept' ? change.summary.id : change.id;
		const others = this.#ids.has(id) ? this.all.filter((row) => row.id !== id) : [...this.all];
		if (change.kind === 'kept') {
			const place = others.findIndex((row) => newestFirst(change.summary, row) < 0);
			others.splice(place === -1 ? others.length : place, 0, change.summary);
		}
		this.all = others;
	}
}
