import type { RunStore, StoredRun } from '#storage/run-store.ts';

/** A run that belongs into the store, and how it gets there. */
export interface DueRun {
	readonly id: string;
	/** As a person knows it. */
	readonly name: string;
	readonly put: (store: RunStore) => Promise<StoredRun>;
}

/** Runs on their way into the store: being written down, or waiting because that has failed. */
export class DueRuns {
	/** Ids of those that are being written down just now. */
	busy = $state.raw<readonly string[]>([]);
	/** Those that could not be kept: until that is made good they are gone when the tab closes. */
	waiting = $state.raw<readonly DueRun[]>([]);

	/** @param write null when the store failed. @returns what it gave */
	async keep(
		due: DueRun,
		write: (put: DueRun['put']) => Promise<StoredRun | null>
	): Promise<StoredRun | null> {
		const { id } = due;
		this.busy = [...this.busy, id];
		const stored = await write(due.put);
		this.busy = this.busy.toSpliced(this.busy.indexOf(id), 1);
		const others = this.waiting.filter((each) => each.id !== id);
		this.waiting = stored === null ? [...others, due] : others;
		return stored;
	}
}
