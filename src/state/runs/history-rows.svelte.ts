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
		if (change.kind === 'all-gone') this.all = without(this.all, change.ids);
		else if (change.kind === 'all-back') this.all = withAll(this.all, change.summaries);
		else this.#applyOne(change);
	}

	#applyOne(change: Extract<HistoryChange, { kind: 'kept' | 'gone' }>): void {
		const id = change.kind === 'kept' ? change.summary.id : change.id;
		const others = this.#ids.has(id) ? this.all.filter((row) => row.id !== id) : [...this.all];
		if (change.kind === 'kept') {
			const place = others.findIndex((row) => newestFirst(change.summary, row) < 0);
			others.splice(place === -1 ? others.length : place, 0, change.summary);
		}
		this.all = others;
	}
}

function without(rows: readonly RunSummary[], ids: readonly string[]): readonly RunSummary[] {
	const gone = new Set(ids);
	return rows.filter(({ id }) => !gone.has(id));
}

function withAll(rows: readonly RunSummary[], back: readonly RunSummary[]): readonly RunSummary[] {
	const ids = back.map(({ id }) => id);
	return [...without(rows, ids), ...back].sort(newestFirst);
}
