/** The runs that a person keeps, in this browser's IndexedDB. */
import type { DBSchema } from 'idb';

import { AppError } from '#core/errors.ts';
import type { AnyRun } from '#core/run-file/any-run.ts';
import type { FillVerdict } from '#core/fill-mask/fill-verdict.ts';
import type { Run } from '#core/run-file/schema.ts';
import type { Verdict } from '#core/verification/verdict.ts';

import { damagedSummary, isSoundSummary, soundSummaries } from './sound-summaries.ts';
import { Database } from './open-database.ts';
import type { Migration } from './open-database.ts';
import { newestFirst, summarize } from './run-summary.ts';
import type { RunSummary } from './run-summary.ts';

export type VerdictOn<R extends AnyRun> = R extends Run ? Verdict : FillVerdict;

export interface StoredVerdict<R extends AnyRun = AnyRun> {
	readonly verdict: VerdictOn<R>;
	/** ISO 8601, UTC. */
	readonly checkedAt: string;
}

export interface StoredRun<R extends AnyRun = AnyRun> {
	readonly run: R;
	readonly title: string;
	readonly starred: boolean;
	/** ISO 8601, UTC: when it was first put here, which for an imported run is later than `created`. */
	readonly savedAt: string;
	/** What verifying it here has said, oldest first. */
	readonly verdicts?: readonly StoredVerdict<R>[];
}

/** What has become of a run, in this tab or in another one. */
export type HistoryChange =
	| { readonly kind: 'kept'; readonly summary: RunSummary }
	| { readonly kind: 'gone'; readonly id: string };

export interface RunStore {
	/** Newest first; reads no whole run. */
	list(): Promise<RunSummary[]>;
	get(id: string): Promise<StoredRun | undefined>;
	/** Keeps a run. One that is here already keeps its star, date and verdicts. */
	put(run: AnyRun, title?: string): Promise<StoredRun>;
	/** Also sets the run's own `notes.title`, which is not part of its id. Does nothing to a run that is gone. */
	rename(id: string, title: string): Promise<void>;
	star(id: string, starred: boolean): Promise<void>;
	addVerdict(id: string, verdict: VerdictOn<AnyRun>): Promise<void>;
	/** Forgets a run and gives it back, for an undo. @throws AppError `storage-failed` when it is not here */
	remove(id: string): Promise<StoredRun>;
	/** Puts back exactly what `remove` gave, whole or damaged. */
	restore(id: string, stored: StoredRun): Promise<void>;
	close(): Promise<void>;
}

export const RUN_DATABASE = 'glasshouse-runs';

interface RunDatabase extends DBSchema {
	runs: { key: string; value: StoredRun };
	summaries: { key: string; value: RunSummary; indexes: { savedAt: string } };
}

/** Append only: a person's database may be at any of these versions. */
const migrations: readonly Migration<RunDatabase>[] = [
	function runsAndSummaries(database) {
		database.createObjectStore('runs');
		const summaries = database.createObjectStore('summaries', { keyPath: 'id' });
		summaries.createIndex('savedAt', 'savedAt');
	}
];

/**
 * Opens the store. All its methods throw AppError `storage-full`, `storage-denied` or
 * `storage-failed`.
 *
 * @param onInterrupted told `storage-blocked` while another tab with an older app holds the store
 * @param onChange told each change once it is on the disk, those of other tabs too
 * @throws AppError `storage-denied`, `storage-failed`
 */
export async function openRunStore(
	onInterrupted: (error: AppError) => void,
	onChange: (change: HistoryChange) => void = () => undefined
): Promise<RunStore> {
	const database = new Database(RUN_DATABASE, migrations, {
		onblocked: () => {
			onInterrupted(new AppError('storage-blocked', 'another tab holds an older database'));
		}
	});
	await database.use('open runs', () => Promise.resolve());
	return new IndexedRunStore(database, onChange);
}

class IndexedRunStore implements RunStore {
	readonly #database: Database<RunDatabase>;
	readonly #onChange: (change: HistoryChange) => void;
	readonly #otherTabs = new BroadcastChannel(RUN_DATABASE);

	constructor(database: Database<RunDatabase>, onChange: (change: HistoryChange) => void) {
		this.#database = database;
		this.#onChange = onChange;
		this.#otherTabs.onmessage = ({ data }: MessageEvent<unknown>) => void this.#hear(data);
	}

	/** In pieces, so that the page answers in between; not by the index, which does not hold what has lost its date. */
	list(): Promise<RunSummary[]> {
		return this.#database.use('list runs', async (database) => {
			const transaction = database.transaction(['runs', 'summaries']);
			const rows: RunSummary[] = [];
			let after: IDBKeyRange | null = null;
			for (let more = true; more;) {
				const store = transaction.objectStore('summaries');
				const some: RunSummary[] = await store.getAll(after, LIST_PIECE);
				rows.push(...some);
				const last = some.at(-1);
				more = last !== undefined && some.length === LIST_PIECE;
				if (last !== undefined) after = IDBKeyRange.lowerBound(last.id, true);
			}
			const ids = await transaction.objectStore('runs').getAllKeys();
			return soundSummaries(rows, ids).sort(newestFirst);
		});
	}

	get(id: string): Promise<StoredRun | undefined> {
		return this.#database.use('read run', (database) => database.get('runs', id));
	}

	async put(run: AnyRun, title?: string): Promise<StoredRun> {
		const now = new Date().toISOString();
		return this.#write('save run', run.id, (found) => {
			const known = isWhole(found) ? found : undefined;
			const wanted = title ?? known?.title ?? run.notes.title;
			return withTitle({ starred: false, savedAt: now, ...known, run, title: '' }, wanted);
		});
	}

	async rename(id: string, title: string): Promise<void> {
		await this.#change('rename run', id, (known) => withTitle(known, title));
	}

	async star(id: string, starred: boolean): Promise<void> {
		await this.#change('star run', id, (known) => ({ ...known, starred }));
	}

	async addVerdict(id: string, verdict: VerdictOn<AnyRun>): Promise<void> {
		const checkedAt = new Date().toISOString();
		await this.#change('save verdict', id, (known) => ({
			...known,
			verdicts: [...(known.verdicts ?? []), { verdict, checkedAt }]
		}));
	}

	async remove(id: string): Promise<StoredRun> {
		const stores: ['runs', 'summaries'] = ['runs', 'summaries'];
		const removed = await this.#database.write('remove run', stores, async (transaction) => {
			// Of a damaged one nothing at all may be left but its key.
			const isHere = (await transaction.objectStore('runs').getKey(id)) !== undefined;
			const stored = await transaction.objectStore('runs').get(id);
			await Promise.all([
				transaction.objectStore('runs').delete(id),
				transaction.objectStore('summaries').delete(id)
			]);
			if (isHere) return stored as StoredRun;
			throw new AppError('storage-failed', 'no such run', { details: { id } });
		});
		this.#tell({ kind: 'gone', id });
		return removed;
	}

	async restore(id: string, stored: StoredRun): Promise<void> {
		await this.#database.write('restore run', ['runs', 'summaries'], async (transaction) => {
			await transaction.objectStore('runs').put(stored, id);
			await transaction.objectStore('summaries').put(summaryOf(id, stored));
		});
		this.#tell({ kind: 'kept', summary: summaryOf(id, stored) });
	}

	close(): Promise<void> {
		this.#otherTabs.close();
		return this.#database.close();
	}

	async #change(doing: string, id: string, change: (known: StoredRun) => StoredRun): Promise<void> {
		await this.#write(doing, id, (known) => (known === undefined ? null : change(known)));
	}

	/** Reads, changes and writes run and summary in one transaction; null changes nothing. */
	async #write<Next extends StoredRun | null>(
		doing: string,
		id: string,
		change: (known: StoredRun | undefined) => Next
	): Promise<Next> {
		const next = await this.#database.write(doing, ['runs', 'summaries'], async (transaction) => {
			const runs = transaction.objectStore('runs');
			const changed = change(await runs.get(id));
			if (changed !== null) {
				await runs.put(changed, id);
				await transaction.objectStore('summaries').put(summaryOf(id, changed));
			}
			return changed;
		});
		this.#tell(
			next === null ? { kind: 'gone', id } : { kind: 'kept', summary: summaryOf(id, next) }
		);
		return next;
	}

	#tell(change: HistoryChange): void {
		this.#onChange(change);
		this.#otherTabs.postMessage(change.kind === 'kept' ? change.summary.id : change.id);
	}

	/** Another tab says which run it has changed, and no more: the row is read here. */
	async #hear(id: unknown): Promise<void> {
		if (typeof id !== 'string') return;
		const read = this.#database.use('read a row', (database) => database.get('summaries', id));
		// What cannot be read now stays as it is shown until the list is read again.
		const row = await read.catch(() => null);
		if (row === null) return;
		if (row === undefined) this.#onChange({ kind: 'gone', id });
		else this.#onChange({ kind: 'kept', summary: isSoundSummary(row) ? row : damagedSummary(id) });
	}
}

/** A piece takes some milliseconds. */
const LIST_PIECE = 500;

const TITLE_LENGTH = 1000; // what the run file's notes.title may hold

function withTitle(stored: StoredRun, title: string): StoredRun {
	const own = title.slice(0, TITLE_LENGTH);
	const { run } = stored;
	return { ...stored, title: own, run: { ...run, notes: { ...run.notes, title: own } } };
}

/** Whether what surrounds a run is as it was put: else it is put anew. */
function isWhole(found: StoredRun | null | undefined): found is StoredRun {
	const { title, starred, savedAt } = found ?? {};
	return [title, savedAt].every((text) => typeof text === 'string') && typeof starred === 'boolean';
}

function summaryOf(id: string, stored: StoredRun): RunSummary {
	try {
		const summary = summarize(stored);
		if (summary.id === id && isSoundSummary(summary)) return summary;
	} catch {
		// What a summary is made of is damaged.
	}
	return damagedSummary(id);
}
