import type { RunSummary } from '#storage/run-summary.ts';

// Sets are replaced as a whole, never changed: thousands are ticked in one go.
/* eslint-disable svelte/prefer-svelte-reactivity */

/** Runs that are ticked in the list, to be deleted together. */
export class RunSelection {
	/** Whether there are boxes to tick. */
	isOn = $state(false);
	ids = $state.raw<ReadonlySet<string>>(new Set());

	begin(): void {
		this.isOn = true;
	}

	end(): void {
		this.isOn = false;
		this.ids = new Set();
	}

	toggle(id: string): void {
		const ids = new Set(this.ids);
		if (!ids.delete(id)) ids.add(id);
		this.ids = ids;
	}

	/** All of these; none when all of them are ticked already. */
	toggleAll(rows: readonly RunSummary[]): void {
		this.ids = this.hasAll(rows) ? new Set() : new Set(rows.map(({ id }) => id));
	}

	hasAll(rows: readonly RunSummary[]): boolean {
		return rows.length > 0 && rows.every(({ id }) => this.ids.has(id));
	}

	/** Those that are ticked and shown: what a search hides is not deleted. */
	among(rows: readonly RunSummary[]): readonly string[] {
		return rows.filter(({ id }) => this.ids.has(id)).map(({ id }) => id);
	}
}
