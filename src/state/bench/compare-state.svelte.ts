import { isSprout } from '#catalog/sprout.ts';
import { compareRuns } from '#core/diff/compare-runs.ts';
import type { LinkRequest } from '#core/link/link-schema.ts';
import type { Run } from '#core/run-file/schema.ts';
import type { BenchRecipe } from './bench-recipe.svelte.ts';
import {
	benchOf,
	BENCH_FIELDS,
	jobKey,
	jobOf,
	type BenchField,
	type BenchValues,
	type Job
} from './bench-values.ts';
import { commonDate, onDate } from './job-date.ts';
import { ColumnPointer } from './column-pointer.svelte.ts';
import { CompareColumn } from './compare-column.svelte.ts';
import { comparePresets, type ComparePreset } from './compare-presets.ts';
import { MOST_COLUMNS } from '#core/comparison/most-columns.ts';
import { sameChoice, type ModelChoice } from '../model/model-state.svelte.ts';
import { failureOf, Task } from '../page/task.svelte.ts';
import { runJob, type JobParts } from './run-job.ts';

export interface CompareParts extends JobParts {
	readonly recipe: BenchRecipe;
	/** Keeps a run over a reload. */
	readonly keep: (run: Run) => void;
}

/** How many columns of how many. */
interface BenchProgress {
	readonly done: number;
	readonly total: number;
}

/** What survives a reload; runs are kept apart, by id. */
export interface CompareDraft {
	readonly title: string;
	readonly differing: readonly BenchField[];
	readonly columns: readonly {
		readonly own: BenchValues;
		readonly runId: string | null;
		readonly madeFrom: string | null;
		/** Missing: its run was written here. */
		readonly isFromFile?: boolean;
	}[];
}

/** Two to four outputs from the same prompt and the same noise, written one after another. */
export class CompareState {
	title = $state('');
	columns = $state.raw<readonly CompareColumn[]>([]);
	differing = $state.raw<readonly BenchField[]>([]);
	readonly #task = new Task<void, BenchProgress>();
	/** Why the last work ended early. */
	readonly error = $derived(this.#task.error);
	/** How far the work under way is; null when nothing is written. */
	readonly work = $derived(this.#task.progress);
	readonly pointer = new ColumnPointer();

	readonly recipe: BenchRecipe;
	readonly isWorking = $derived(this.#task.isRunning);
	/** The finished columns, compared; null while there are not two. */
	readonly compared = $derived.by(() => {
		const columns = this.columns.flatMap(({ run }, i) => (run === null ? [] : [i]));
		const runs = this.columns.flatMap(({ run }) => (run === null ? [] : [run]));
		return runs.length < 2 ? null : { columns, runs, comparison: compareRuns(runs) };
	});
	readonly runs = $derived(this.columns.flatMap(({ run }) => (run === null ? [] : [run])));
	readonly canAdd = $derived(this.columns.length < MOST_COLUMNS && !this.isWorking);

	readonly #parts: CompareParts;
	#nextId = 0;

	constructor(parts: CompareParts) {
		this.#parts = parts;
		this.recipe = parts.recipe;
		const [first] = this.presets;
		if (first !== undefined) this.#arrange(first);
	}

	/** Those of the model that is chosen for all columns. */
	get presets(): readonly ComparePreset[] {
		const { modelId } = this.recipe.values;
		const chosen = this.#parts.model.catalog.find(({ id }) => id === modelId);
		return comparePresets(chosen === undefined || isSprout(chosen));
	}

	/** What a column is written from: what is the same in all, and its own. */
	valuesOf({ own }: CompareColumn): BenchValues {
		return { ...this.recipe.values, ...pick(own, this.differing) };
	}

	/** @throws AppError `settings-invalid` */
	jobOf(column: CompareColumn): Job {
		return jobOf(this.recipe.prompt, this.valuesOf(column), this.#parts.model);
	}

	/** True when the text on show was made from something else than what is here now. */
	isOutdated(column: CompareColumn): boolean {
		if (column.madeFrom === null) return false;
		try {
			return column.madeFrom !== jobKey(this.jobOf(column));
		} catch {
			return true;
		}
	}

	set<F extends BenchField>(column: CompareColumn, field: F, value: BenchValues[F]): void {
		column.own = { ...column.own, [field]: value };
	}

	/** Lets a field differ from column to column, or be the same in all: then as in the first. */
	toggle(field: BenchField): void {
		if (this.differing.includes(field)) {
			this.differing = this.differing.filter((other) => other !== field);
			const first = this.columns[0];
			if (first !== undefined) this.recipe.set(field, first.own[field]);
			return;
		}
		for (const column of this.columns) this.set(column, field, this.recipe.values[field]);
		this.differing = BENCH_FIELDS.filter((each) => each === field || this.differing.includes(each));
	}

	add(): void {
		const last = this.columns.at(-1);
		if (!this.canAdd || last === undefined) return;
		this.columns = [...this.columns, this.#column(last.own)];
	}

	remove(column: CompareColumn): void {
		if (this.columns.length <= 2 || this.isWorking) return;
		this.columns = this.columns.filter((other) => other !== column);
		this.pointer.clear();
	}

	usePreset(preset: ComparePreset): void {
		this.dismiss();
		if (preset.prompt !== undefined) this.recipe.edit(preset.prompt);
		if (preset.needsBuiltIn === true)
			this.recipe.set('modelId', this.#parts.model.defaultChoice.modelId);
		this.#arrange(preset);
	}

	#arrange({ field, values }: ComparePreset): void {
		this.differing = [field];
		this.columns = values.map((value) => this.#column({ ...this.recipe.values, [field]: value }));
		this.pointer.clear();
		this.title = '';
	}

	/** Takes over finished runs, or requests that are still to be run, as columns. */
	open(columns: readonly OpenedColumn[], title: string): void {
		this.dismiss();
		const opened = columns.slice(0, MOST_COLUMNS).map(({ request, choice, run }) => ({
			...benchOf(request, choice),
			run
		}));
		const first = opened[0];
		if (first === undefined) return;
		this.recipe.restore(first);
		this.differing = BENCH_FIELDS.filter((field) =>
			opened.some(({ values }) => values[field] !== first.values[field])
		);
		this.columns = opened.map(({ values, run }) => {
			const column = this.#column(values);
			if (run !== null) {
				column.show(run, jobKey(this.jobOf(column)), true);
				this.#parts.keep(run);
			}
			return column;
		});
		this.pointer.clear();
		this.title = title;
	}

	/** Writes the columns that have no text from what is here now, or just one of them again. */
	async run(only?: CompareColumn): Promise<void> {
		if (this.isWorking || !this.recipe.hasPrompt) return;
		const due = only === undefined ? this.#due() : [only];
		const first = { done: 0, total: due.length };
		const date = commonDate(this.#finishedBut(due));
		await this.#task.run(first, async (signal, tell) => {
			const waiting = this.#inOrder(due);
			for (const { column } of waiting) column.begin();
			try {
				for (const [done, { column, job }] of waiting.entries()) {
					tell({ done, total: waiting.length });
					await this.#write(column, job, date, signal);
					if (signal.aborted) break;
				}
			} finally {
				for (const { column } of waiting) if (column.isBusy) column.clear();
			}
		});
	}

	/** Ends the work; what a column has written so far stays as its run. */
	stop(): void {
		this.#task.stop();
	}

	/** Forgets why the last work ended early; what is under way ends. */
	dismiss(): void {
		this.#task.dismiss();
	}

	/** Columns without a text from what is here now; all of them when none is due. */
	#due(): readonly CompareColumn[] {
		const due = this.columns.filter((column) => column.run === null || this.isOutdated(column));
		return due.length === 0 ? this.columns : due;
	}

	/** Runs that stay, when these columns are written again. */
	#finishedBut(due: readonly CompareColumn[]): readonly Run[] {
		const kept = this.columns.filter((column) => !due.includes(column));
		return kept.flatMap(({ run }) => (run === null ? [] : [run]));
	}

	/** Columns of the model in use first, then model by model: loading is what takes longest. */
	#inOrder(columns: readonly CompareColumn[]): readonly ColumnJob[] {
		const jobs = columns.map((column) => ({ column, job: this.jobOf(column) }));
		const groups: ColumnJob[][] = [];
		const { choice } = this.#parts.model;
		for (const each of jobs) {
			const group = groups.find(([first]) =>
				sameChoice(first?.job.choice ?? null, each.job.choice)
			);
			if (group !== undefined) group.push(each);
			else if (sameChoice(each.job.choice, choice)) groups.unshift([each]);
			else groups.push([each]);
		}
		return groups.flat();
	}

	async #write(column: CompareColumn, job: Job, date: string, signal: AbortSignal): Promise<void> {
		column.status = { kind: 'loading' };
		try {
			const run = await runJob(this.#parts, onDate(job, date), signal, {
				onReady: () => (column.status = { kind: 'writing', tokensPerSecond: null }),
				onTokens: (batch) => column.take(batch)
			});
			column.show(run, jobKey(job));
			this.#parts.keep(run);
		} catch (error) {
			const end = failureOf(error);
			if (end.kind === 'stopped') throw error;
			// The others can still be written.
			column.log.reset();
			column.status = end;
		}
	}

	#column(own: BenchValues): CompareColumn {
		return new CompareColumn(this.#nextId++, own);
	}

	get draft(): CompareDraft {
		return {
			title: this.title,
			differing: this.differing,
			columns: this.columns.map(({ own, run, madeFrom, isFromFile }) => ({
				own,
				runId: run?.id ?? null,
				madeFrom,
				...(isFromFile ? { isFromFile } : {})
			}))
		};
	}

	restore({ title, differing, columns }: CompareDraft, runs: ReadonlyMap<string, Run>): void {
		this.title = title;
		this.differing = differing;
		this.columns = columns.map(({ own, runId, madeFrom, isFromFile = false }) => {
			const column = this.#column(own);
			const run = runId === null ? undefined : runs.get(runId);
			if (run !== undefined && madeFrom !== null) column.show(run, madeFrom, isFromFile);
			return column;
		});
		this.pointer.clear();
	}
}

/** A column from outside: a whole run, or only what was asked. */
export interface OpenedColumn {
	readonly request: LinkRequest;
	readonly choice: ModelChoice;
	readonly run: Run | null;
}

interface ColumnJob {
	readonly column: CompareColumn;
	readonly job: Job;
}

function pick(values: BenchValues, fields: readonly BenchField[]): Partial<BenchValues> {
	return Object.fromEntries(fields.map((field) => [field, values[field]]));
}
