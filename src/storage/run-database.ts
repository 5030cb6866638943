/** How the history lies in IndexedDB. */
import type { DBSchema } from 'idb';

import type { LeavingRuns } from './leaving-runs.ts';
import type { Migration } from './open-database.ts';
import type { StoredRun } from './run-store.ts';
import type { RunSummary } from './run-summary.ts';

export const RUN_DATABASE = 'glasshouse-runs';

export interface RunDatabase extends DBSchema {
	runs: { key: string; value: StoredRun };
	summaries: { key: string; value: RunSummary; indexes: { savedAt: string } };
	leaving: { key: string; value: LeavingRuns };
}

/** Append only: a person's database may be at any of these versions. */
export const migrations: readonly Migration<RunDatabase>[] = [
	function runsAndSummaries(database) {
		database.createObjectStore('runs');
		const summaries = database.createObjectStore('summaries', { keyPath: 'id' });
		summaries.createIndex('savedAt', 'savedAt');
	},
	function leavingRuns(database) {
		database.createObjectStore('leaving', { keyPath: 'id' });
	}
];
