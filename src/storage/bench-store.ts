/** The runs on the bench (Compare and Sweep), kept apart from the history until their owner keeps them. */
import type { DBSchema } from 'idb';

import { runOf } from '#core/run-file/read-run.ts';
import type { Run } from '#core/run-file/schema.ts';

import { Database } from './open-database.ts';
import type { Migration } from './open-database.ts';

export const BENCH_DATABASE = 'glasshouse-bench';

interface BenchDatabase extends DBSchema {
	runs: { key: string; value: Run };
}

/** Append only: a person's database may be at any of these versions. */
const migrations: readonly Migration<BenchDatabase>[] = [
	function runs(database) {
		database.createObjectStore('runs', { keyPath: 'id' });
	}
];

function readOrNull(value: unknown): Run | null {
	try {
		return runOf(value as Record<string, unknown>);
	} catch {
		return null;
	}
}

/** Its methods throw AppError `storage-full`, `storage-denied` or `storage-failed`. */
export class BenchStore {
	readonly #database = new Database<BenchDatabase>(BENCH_DATABASE, migrations);

	/** All that is kept, by id; what is damaged is on no bench again. */
	async all(): Promise<Map<string, Run>> {
		const runs = await this.#database.use('read bench', (database) => database.getAll('runs'));
		return new Map(
			runs.flatMap((run) => {
				const read = readOrNull(run);
				return read === null ? [] : [[read.id, read]];
			})
		);
	}

	async put(run: Run): Promise<void> {
		await this.#database.write('save run on bench', ['runs'], (transaction) =>
			transaction.objectStore('runs').put(run)
		);
	}

	/** Forgets the runs that are no longer on the bench. */
	async keepOnly(ids: ReadonlySet<string>): Promise<void> {
		await this.#database.use('tidy bench', async (database) => {
			const transaction = database.transaction('runs', 'readwrite');
			const kept = await transaction.store.getAllKeys();
			const gone = kept.filter((id) => !ids.has(id));
			await Promise.all([...gone.map((id) => transaction.store.delete(id)), transaction.done]);
		});
	}

	close(): Promise<void> {
		return this.#database.close();
	}
}
