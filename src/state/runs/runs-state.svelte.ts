import { toAppError, type AppError } from '#core/errors.ts';
import type { Comparison } from '#core/comparison/schema.ts';
import type { RunFile } from '#core/comparison/read-comparison.ts';
import type { AnyRun } from '#core/run-file/any-run.ts';
import type { Run } from '#core/run-file/schema.ts';
import type { HistoryChange, RunStore, StoredRun, VerdictOn } from '#storage/run-store.ts';
import { removeIfHere } from '#storage/remove-if-here.ts';
import type { KeptFrom, RunSummary } from '#storage/run-summary.ts';
import { DueRuns, type DueRun } from './due-runs.svelte.ts';
import { HistoryRows } from './history-rows.svelte.ts';
import { MOST_COLUMNS } from '#core/comparison/most-columns.ts';
import {
	idOf,
	unkept,
	type ChosenRun,
	type OpenedRun,
	type RefusedFile,
	type RunFiles
} from './opened-run.ts';
import { chooseRuns } from './search-runs.ts';
import type { ToastState } from '../page/toast-state.svelte.ts';

/** The history: runs kept in this browser, and runs that are only here until the tab closes. */
export class RunsState {
	readonly #rows = new HistoryRows();
	search = $state('');
	onlyStarred = $state(false);
	withLessons = $state(false);
	/** The run that came back last, by an undo: the focus goes there. */
	returned = $state.raw<string | null>(null);
	/** Runs can be opened and kept, as far as storage allows. */
	isReady = $state(false);
	/** `summaries` are all that storage holds, as far as it can be read. */
	isListed = $state(false);
	/** Why new runs are not being kept. */
	trouble = $state.raw<AppError | null>(null);
	/** The last file, where it could not be opened; it has a page of its own. */
	refused = $state.raw<RefusedFile | null>(null);
	opened = $state.raw<OpenedRun>({ kind: 'none' });
	/** The runs that are being chosen to stand side by side, at most four. */
	chosen = $state.raw<readonly ChosenRun[]>([]);
	/** The comparison that was opened from a file; its runs are not kept until the user says so. */
	comparison = $state.raw<Comparison | null>(null);

	readonly found = $derived.by(() => chooseRuns(this.summaries, this));

	/** Runs that are not in the store yet, but belong there. */
	readonly due = new DueRuns();

	/** The run that `opened` is about. */
	readonly openedId = $derived(idOf(this.opened));

	readonly #toasts: ToastState;
	readonly #files: RunFiles;
	#openStore: (() => Promise<RunStore>) | null = null;
	#store: Promise<RunStore> | null = null;
	/** Runs of this tab that storage does not hold; no view reads it. */
	// eslint-disable-next-line svelte/prefer-svelte-reactivity
	readonly #loose = new Map<string, AnyRun>();

	constructor(toasts: ToastState, files: RunFiles) {
		this.#files = files;
		this.#toasts = toasts;
	}

	/** What is known of each run in the history, newest first. */
	get summaries(): readonly RunSummary[] {
		return this.#rows.all;
	}

	/** Storage failed somewhere else, too. */
	readonly reportTrouble = (error: AppError): void => {
		this.trouble = error;
	};

	/**
	 * Opens the store and lists it; without one the app continues, says so, and asks for it again when it needs it.
	 */
	async start(
		openStore: (
			onInterrupted: (error: AppError) => void,
			onChange: (change: HistoryChange) => void
		) => Promise<RunStore>
	): Promise<void> {
		this.#openStore = () => openStore(this.reportTrouble, this.#rows.take);
		const store = await this.attempt((opened) => Promise.resolve(opened));
		this.isReady = true;
		if (store !== null) {
			this.#clearTrouble();
			await this.#list();
		}
		this.isListed = true;
	}

	/** Puts a finished run into the history; while storage fails it stays until the tab closes. */
	async keep(run: AnyRun, title?: string, from?: KeptFrom): Promise<void> {
		this.#loose.set(run.id, run);
		const name = title ?? run.notes.title;
		const due = { id: run.id, name, put: (store: RunStore) => store.put(run, title, from) };
		if (await this.#put(due)) await this.keepWaiting();
	}

	/** Whether a run is being written down just now: until that has ended it could still be lost. */
	isKeeping(id: string): boolean {
		return this.due.busy.includes(id);
	}

	/** Tries again with the runs that could not be kept. */
	async keepWaiting(): Promise<void> {
		for (const due of this.due.waiting) {
			if (!(await this.#put(due))) break;
		}
		this.#clearTrouble();
	}

	/** Shows a run on its own page. */
	async open(id: string): Promise<void> {
		this.opened = { kind: 'opening', id };
		const opened = await this.#find(id);
		// Another run may have been asked for in the meantime.
		if (this.openedId === id) this.opened = opened;
	}

	async get(id: string): Promise<AnyRun | null> {
		const opened = await this.#find(id);
		return opened.kind === 'open' ? opened.stored.run : null;
	}

	/** A run that wrote a text; null for one that filled masks, too. */
	async getText(id: string): Promise<Run | null> {
		const run = await this.get(id);
		return run?.type === 'glasshouse.run' ? run : null;
	}

	/**
	 * Reads a run file or a comparison file. Nothing of it is kept until the user says so.
	 *
	 * @returns what was in it; null, and `refused`, when it cannot be read
	 */
	async openFile(source: Blob | string): Promise<RunFile | null> {
		this.refused = null;
		try {
			const file = await this.#files.read(source);
			if (file.kind === 'comparison') this.comparison = file.comparison;
			for (const run of file.kind === 'run' ? [file.run] : file.comparison.runs) this.lend(run);
			this.opened = { kind: 'none' };
			return file;
		} catch (error) {
			this.opened = { kind: 'none' };
			this.refused = await this.#refuse(source, toAppError(error));
			return null;
		}
	}

	/** What can be said of a file that was refused, and the run that it may have been made from. */
	async #refuse(source: Blob | string, error: AppError): Promise<RefusedFile> {
		const name = source instanceof File ? source.name : null;
		const altered = await this.#files.inspect(source).catch(() => null);
		const original = altered?.statedId == null ? null : await this.get(altered.statedId);
		return { name, error, altered, original };
	}

	/** Puts a run in reach of its page without keeping it: it is gone when the tab closes. */
	lend(run: AnyRun): void {
		if (!this.has(run.id)) this.#loose.set(run.id, run);
	}

	/** Whether a run is in the history. */
	has(id: string): boolean {
		return this.#rows.has(id);
	}

	/** Chooses a run to stand beside others, or takes it out again. */
	toggleChosen(run: ChosenRun): void {
		const others = this.chosen.filter(({ id }) => id !== run.id);
		const isNew = others.length === this.chosen.length;
		this.chosen = isNew ? [...others, run].slice(-MOST_COLUMNS) : others;
	}

	async rename(id: string, title: string): Promise<void> {
		await this.#change(id, (store) => store.rename(id, title.trim()));
	}

	async star(id: string, starred: boolean): Promise<void> {
		await this.#change(id, (store) => store.star(id, starred));
	}

	/** Handed to anyone who verifies. */
	readonly addVerdict = (id: string, verdict: VerdictOn<AnyRun>): void => {
		if (this.has(id)) void this.#change(id, (store) => store.addVerdict(id, verdict));
	};

	/** Deletes at once; the toast can take it back. */
	async remove(id: string): Promise<void> {
		const removed = await this.attempt((store) => removeIfHere(store, id));
		if (removed === null) return;
		const { stored } = removed;
		if (this.openedId === id) this.opened = { kind: 'none' };
		if (stored === null) {
			this.#rows.take({ kind: 'gone', id });
			return;
		}
		this.#toasts.undoable('Run deleted.', () => void this.#restore(id, stored));
		// There is room again.
		await this.keepWaiting();
	}

	async #restore(id: string, removed: StoredRun): Promise<void> {
		const { readStoredRun } = await import('#storage/read-stored-run.ts');
		let name = '';
		try {
			const { run, title } = readStoredRun(id, removed);
			this.#loose.set(id, run);
			name = title;
		} catch {
			// A damaged one comes back as it was.
		}
		const put = (store: RunStore) => store.restore(id, removed).then(() => removed);
		if (await this.#put({ id, name, put })) this.returned = id;
	}

	/** @returns whether it is kept now */
	async #put(due: DueRun): Promise<boolean> {
		if (this.#openStore === null) return false;
		const { id } = due;
		const stored = await this.due.keep(due, (put) => this.attempt(put));
		if (stored === null) return false;
		this.#loose.delete(id);
		if (this.openedId === id) this.opened = { kind: 'open', stored, kept: true };
		if (!this.#rows.isFilled) await this.#list();
		return true;
	}

	/** What is not kept yet stays a trouble. */
	#clearTrouble(): void {
		if (this.due.waiting.length === 0) this.trouble = null;
	}

	async #find(id: string): Promise<OpenedRun> {
		const loose = this.#loose.get(id);
		if (loose !== undefined) return { kind: 'open', stored: unkept(loose), kept: false };
		try {
			const found = await (await this.#opened())?.get(id);
			if (found === undefined) return { kind: 'missing', id };
			const { readStoredRun } = await import('#storage/read-stored-run.ts');
			const stored = readStoredRun(id, found);
			if (this.summaries.some((row) => row.id === id && row.isDamaged)) void this.#mend(id, stored);
			return { kind: 'open', stored, kept: true };
		} catch (error) {
			return { kind: 'failed', id, error: toAppError(error) };
		}
	}

	/** Its row in the history was damaged, and it was not. */
	async #mend(id: string, stored: StoredRun): Promise<void> {
		await this.attempt((store) => store.restore(id, stored));
	}

	/** What is left of a damaged run. */
	async remains(id: string): Promise<string> {
		const { remainsText } = await import('#storage/remains-text.ts');
		return remainsText(await this.attempt((store) => store.get(id)));
	}

	async #change(id: string, change: (store: RunStore) => Promise<void>): Promise<void> {
		await this.attempt(change);
		if (this.openedId === id) this.opened = await this.#find(id);
	}

	async #list(): Promise<void> {
		const listed = await this.attempt((store) => store.list());
		if (listed === null) return;
		this.#rows.fill(listed);
		// Lent before it was known that they are kept.
		for (const { id, isDamaged } of listed) if (isDamaged !== true) this.#loose.delete(id);
	}

	/** null when storage fails, which `trouble` then says. */
	async attempt<T>(work: (store: RunStore) => Promise<T>): Promise<T | null> {
		try {
			const store = await this.#opened();
			return store === null ? null : await work(store);
		} catch (error) {
			this.trouble = toAppError(error);
			return null;
		}
	}

	/** null where nothing is ever kept. */
	#opened(): Promise<RunStore | null> {
		if (this.#openStore === null) return Promise.resolve(null);
		this.#store ??= this.#openStore().catch((error: unknown) => {
			this.#store = null;
			throw error;
		});
		return this.#store;
	}
}
