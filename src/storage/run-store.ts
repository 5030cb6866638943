/** The runs that a person keeps, in this browser's IndexedDB. */
import { AppError } from '#core/errors.ts';
import { fieldsOf } from '#core/fields-of.ts';
import type { AnyRun } from '#core/run-file/any-run.ts';
import type { FillVerdict } from '#core/fill-mask/fill-verdict.ts';
import type { Run } from '#core/run-file/schema.ts';
import type { Verdict } from '#core/verification/verdict.ts';

import { damagedSummary, isSoundSummary, soundSummaries } from './sound-summaries.ts';
import { Database } from './open-database.ts';
import { keepFromLeaving, LeavingStore } from './leaving-runs.ts';
import { newestFirst, summarize } from './run-summary.ts';
import { migrations, RUN_DATABASE, type RunDatabase } from './run-database.ts';
import type { KeptFrom, RunSummary } from './run-summary.ts';

export type VerdictOn<R extends AnyRun> = R extends Run ? Verdict : FillVerdict;

export interface StoredVerdict<R extends AnyRun = AnyRun> {
	readonly verdict: VerdictOn<R>;
	/** ISO 8601, UTC. */
	readonly checkedAt: string;
}

export interface StoredRun<R extends AnyRun = AnyRun> {
	readonly run: R;
	readonly title: string;
	/** The title was given in this browser, not by the run's sender. */
	readonly isOwnTitle?: true;
	readonly starred: boolean;
	/** ISO 8601, UTC: when it was first put here, which for an imported run is later than `created`. */
	readonly savedAt: string;
	readonly from?: KeptFrom;
	/** What verifying it here has said, oldest first. */
	readonly verdicts?: readonly StoredVerdict<R>[];
}

/** What has become of a run, in this tab or in another one. */
export type HistoryChange =
	| { readonly kind: 'kept'; readonly summary: RunSummary }
	| { readonly kind: 'gone'; readonly id: string }
	| { readonly kind: 'all-gone'; readonly ids: readonly string[] }
	| { readonly kind: 'all-back'; readonly summaries: readonly RunSummary[] };

export interface RunStore {
	/** Newest first; reads no whole run. */
	list(): Promise<RunSummary[]>;
	get(id: string): Promise<StoredRun | undefined>;
	/** Keeps a run. One that is here already keeps its star, date and verdicts. */
	put(run: AnyRun, title?: string, from?: KeptFrom): Promise<StoredRun>;
	/** Also sets the run's own `notes.title`, which is not part of its id. Does nothing to a run that is gone. */
	rename(id: string, title: string): Promise<void>;
	star(id: string, starred: boolean): Promise<void>;
	addVerdict(id: string, verdict: VerdictOn<AnyRun>): Promise<void>;
	/** Forgets a run and gives it back, for an undo. @throws AppError `storage-failed` when it is not here */
	remove(id: string): Promise<StoredRun>;
	/** Puts back exactly what `remove` gave, whole or damaged. */
	restore(id: string, stored: StoredRun): Promise<void>;
	/** Forgets any number of runs at once. @returns what takes them back, or erases them for good */
	removeAll(ids: readonly string[]): Promise<string>;
	/** @param rows as they were in the list: reading thousands again would take a second */
	restoreAll(removed: string, rows: readonly RunSummary[]): Promise<void>;
	eraseAll(removed: string): Promise<void>;
	close(): Promise<void>;
}

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
	readonly #leaving: LeavingStore;
	readonly #otherTabs = new BroadcastChannel(RUN_DATABASE);

	constructor(database: Database<RunDatabase>, onChange: (change: HistoryChange) => void) {
		this.#database = database;
		this.#onChange = onChange;
		this.#leaving = new LeavingStore(database, () => Date.now());
		this.#otherTabs.onmessage = ({ data }: MessageEvent<unknown>) => void this.#hear(data);
	}

	/** In pieces, so that the page answers in between; not by the index, which does not hold what has lost its date. */
	async list(): Promise<RunSummary[]> {
		const { rows, leaving } = await this.#database.use('list runs', async (database) => {
			const transaction = database.transaction(['runs', 'summaries', 'leaving']);
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
			const leaving = await transaction.objectStore('leaving').getAll();
			const gone = new Set(leaving.flatMap((record) => record.ids));
			const here = soundSummaries(rows, ids).filter(({ id }) => !gone.has(id));
			return { rows: here.sort(newestFirst), leaving };
		});
		// Nothing waits for it; what cannot be erased now is tried again the next time.
		void this.#leaving.eraseOld(leaving).catch(() => undefined);
		return rows;
	}

	get(id: string): Promise<StoredRun | undefined> {
		return this.#database.use('read run', (database) => database.get('runs', id));
	}

	async put(run: AnyRun, title?: string, from?: KeptFrom): Promise<StoredRun> {
		const now = new Date().toISOString();
		return this.#write('save run', run.id, (found) => {
			const known = isWhole(found) ? found : undefined;
			const wanted = title ?? known?.title ?? run.notes.title;
			const source = from === undefined ? {} : { from };
			const own = title === undefined ? {} : { isOwnTitle: true as const };
			return withTitle(
				{ starred: false, savedAt: now, ...source, ...known, ...own, run, title: '' },
				wanted
			);
		});
	}

	async rename(id: string, title: string): Promise<void> {
		await this.#change('rename run', id, (known) => ({
			...withTitle(known, title),
			isOwnTitle: true
		}));
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
		await this.#database.write('restore run', ALL_STORES, async (transaction) => {
			await keepFromLeaving(transaction, id);
			await transaction.objectStore('runs').put(stored, id);
			await transaction.objectStore('summaries').put(summaryOf(id, stored));
		});
		this.#tell({ kind: 'kept', summary: summaryOf(id, stored) });
	}

	async removeAll(ids: readonly string[]): Promise<string> {
		const removed = await this.#leaving.hide(ids);
		this.#onChange({ kind: 'all-gone', ids });
		this.#otherTabs.postMessage({ gone: ids });
		return removed;
	}

	async restoreAll(removed: string, rows: readonly RunSummary[]): Promise<void> {
		const back = new Set(await this.#leaving.takeBack(removed));
		const summaries = rows.filter(({ id }) => back.has(id));
		this.#onChange({ kind: 'all-back', summaries });
		this.#otherTabs.postMessage({ back: summaries });
	}

	eraseAll(removed: string): Promise<void> {
		return this.#leaving.erase(removed);
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
		const next = await this.#database.write(doing, ALL_STORES, async (transaction) => {
			const runs = transaction.objectStore('runs');
			const changed = change(await runs.get(id));
			if (changed !== null) {
				await keepFromLeaving(transaction, id);
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

	#tell(change: Extract<HistoryChange, { kind: 'kept' | 'gone' }>): void {
		this.#onChange(change);
		this.#otherTabs.postMessage(change.kind === 'kept' ? change.summary.id : change.id);
	}

	/** Another tab says which run it has changed, and no more: the row is read here. */
	async #hear(id: unknown): Promise<void> {
		if (typeof id !== 'string') {
			this.#hearMany(id);
			return;
		}
		const read = this.#database.use('read a row', (database) => database.get('summaries', id));
		// What cannot be read now stays as it is shown until the list is read again.
		const row = await read.catch(() => null);
		if (row === null) return;
		if (row === undefined) this.#onChange({ kind: 'gone', id });
		else this.#onChange({ kind: 'kept', summary: isSoundSummary(row) ? row : damagedSummary(id) });
	}

	#hearMany(message: unknown): void {
		const { gone, back } = fieldsOf(message);
		if (Array.isArray(gone)) this.#onChange({ kind: 'all-gone', ids: gone.map(String) });
		if (Array.isArray(back)) {
			this.#onChange({ kind: 'all-back', summaries: back.filter(isSoundSummary) });
		}
	}
}

const ALL_STORES: ('runs' | 'summaries' | 'leaving')[] = ['runs', 'summaries', 'leaving'];

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
