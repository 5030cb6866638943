/**
 * Many runs deleted at once. One small record hides them all, so that thousands go at once and come back at once; their
 * bytes are erased afterwards, in pieces.
 */
import type { IDBPTransaction } from 'idb';

import type { Database } from './open-database.ts';
import type { RunDatabase } from './run-database.ts';

export interface LeavingRuns {
	readonly id: string;
	/** Of the runs. */
	readonly ids: readonly string[];
	/** When they were deleted, in milliseconds since 1970. */
	readonly at: number;
}

/** Longer than any tab offers to undo it. */
const LEFT_MS = 60_000;
/** Erased in one transaction: some milliseconds. */
const PIECE = 200;

type Writing = IDBPTransaction<RunDatabase, ('leaving' | 'runs' | 'summaries')[], 'readwrite'>;

/** A run that is kept again is not erased with those that it was deleted with. */
export async function keepFromLeaving(transaction: Writing, id: string): Promise<void> {
	const store = transaction.objectStore('leaving');
	for (const record of await store.getAll()) {
		if (!record.ids.includes(id)) continue;
		await store.put({ ...record, ids: record.ids.filter((each) => each !== id) });
	}
}

export class LeavingStore {
	readonly #database: Database<RunDatabase>;
	readonly #now: () => number;

	constructor(database: Database<RunDatabase>, now: () => number) {
		this.#database = database;
		this.#now = now;
	}

	/** @returns what `takeBack` and `erase` know them by */
	async hide(ids: readonly string[]): Promise<string> {
		const record: LeavingRuns = { id: crypto.randomUUID(), ids, at: this.#now() };
		await this.#database.write('delete runs', ['leaving'], (transaction) =>
			transaction.objectStore('leaving').put(record)
		);
		return record.id;
	}

	/** @returns the ids of the runs that are here again; none where they were erased meanwhile */
	async takeBack(id: string): Promise<readonly string[]> {
		return this.#database.write('restore runs', ['leaving'], async (transaction) => {
			const record = await transaction.objectStore('leaving').get(id);
			await transaction.objectStore('leaving').delete(id);
			return record?.ids ?? [];
		});
	}

	/** Erases them for good. Ends early when they are taken back meanwhile. */
	async erase(id: string): Promise<void> {
		const stores: ['leaving', 'runs', 'summaries'] = ['leaving', 'runs', 'summaries'];
		for (let more = true; more;) {
			more = await this.#database.write('erase runs', stores, async (transaction) => {
				const record = await transaction.objectStore('leaving').get(id);
				if (record === undefined) return false;
				const [now, later] = [record.ids.slice(0, PIECE), record.ids.slice(PIECE)];
				for (const run of now) {
					void transaction.objectStore('runs').delete(run);
					void transaction.objectStore('summaries').delete(run);
				}
				if (later.length > 0)
					await transaction.objectStore('leaving').put({ ...record, ids: later });
				else await transaction.objectStore('leaving').delete(id);
				return later.length > 0;
			});
		}
	}

	/** Erases what a tab hid that was closed before it could. */
	async eraseOld(records: readonly LeavingRuns[]): Promise<void> {
		for (const { id, at } of records) {
			if (this.#now() - at > LEFT_MS) await this.erase(id);
		}
	}
}
