import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { toAppError, type AppError } from '#core/errors.ts';
import type { Run } from '#core/run-file/schema.ts';
import type { AxisField } from '#core/sweep/axis-values.ts';
import { commonDate, onDate } from './job-date.ts';
import type { BenchRecipe } from './bench-recipe.svelte.ts';
import type { ModelChoice } from '../model/model-state.svelte.ts';
import { Task } from '../page/task.svelte.ts';
import { runJob, type JobParts } from './run-job.ts';
import {
	cellsOfRuns,
	gridKey,
	planOf,
	type SweepAxis,
	type SweepCell,
	type SweepPlan,
	type SweepStart
} from './sweep-plan.ts';

export interface SweepParts extends JobParts {
	readonly recipe: BenchRecipe;
	/** Keeps a run over a reload. */
	readonly keep: (run: Run) => void;
	/** Measured lately with this model, tokens a second; null when nobody has measured. */
	readonly measuredRate: (choice: ModelChoice) => number | null;
}

/** What survives a reload; runs are kept apart, by id. */
export interface SweepDraft {
	readonly axes: readonly SweepAxis[];
	/** Ids of runs that came from a file. */
	readonly fromFile?: readonly string[];
	/** What the grid on show was started from, and its runs; null before the first. */
	readonly started: (SweepStart & { readonly runIds: readonly string[] }) | null;
}

const FIRST_AXES: readonly SweepAxis[] = [
	{ field: 'seed', text: '1..3' },
	{ field: 'temperature', text: '0.2, 0.7, 1.2' }
];

/** A grid of runs over one or two settings, written one after another. */
export class SweepState {
	/** Rows, and columns where there are two. */
	axes = $state.raw<readonly SweepAxis[]>(FIRST_AXES);
	/** The grid on show. */
	plan = $state.raw<SweepPlan | null>(null);
	/** Finished runs by the key of their cell; of cells that left the grid, too. */
	readonly results = new SvelteMap<string, Run>();
	/** Ids of those that came from a file: nobody has checked that they were written so. */
	readonly fromFile = new SvelteSet<string>();
	readonly #task = new Task();
	/** Why it came to a halt. */
	readonly error = $derived(this.#task.error);
	#shallPause = $state(false);
	readonly isRunning = $derived(this.#task.isRunning);
	readonly isPausing = $derived(this.isRunning && this.#shallPause);
	/** Tokens of the cell that is being written. */
	writing = $state(0);

	readonly recipe: BenchRecipe;
	/** The grid as it would be started now. */
	readonly next = $derived.by((): { plan: SweepPlan } | { error: AppError } => {
		try {
			return { plan: planOf({ recipe: this.recipe.draft, axes: this.axes }, this.#parts.model) };
		} catch (error) {
			return { error: toAppError(error) };
		}
	});
	readonly done = $derived(
		this.plan === null
			? []
			: this.plan.cells.flatMap((cell) => {
					const run = this.results.get(cell.key);
					return run === undefined ? [] : [{ cell, run }];
				})
	);
	/** Of those on show, how many came from a file. */
	readonly foreignCount = $derived(this.done.filter(({ run }) => this.fromFile.has(run.id)).length);
	readonly openCount = $derived((this.plan?.cells.length ?? 0) - this.done.length);
	/** True when the grid on show is not the one that would be started now. */
	readonly isOutdated = $derived(
		this.plan !== null && 'plan' in this.next && gridKey(this.plan) !== gridKey(this.next.plan)
	);
	/** Tokens a second, mean over what is on show. */
	readonly rate = $derived.by(() => {
		const rates = this.done
			.map(({ run }) => run.timing.tokens_per_second)
			.filter((rate) => rate > 0);
		return rates.length === 0 ? null : rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
	});
	/** How long the open cells will take, from the cells that are done; null before the first. */
	readonly remainingMs = $derived.by(() => {
		if (this.done.length === 0) return null;
		const spentMs = this.done.reduce((sum, { run }) => sum + run.timing.total_ms, 0);
		return (spentMs / this.done.length) * this.openCount;
	});

	readonly #parts: SweepParts;
	#started: SweepStart | null = null;

	constructor(parts: SweepParts) {
		this.#parts = parts;
		this.recipe = parts.recipe;
	}

	/** At most, when every cell of the next grid fills its limit; null when no rate is known. */
	readonly estimateMs = $derived.by(() => {
		if ('error' in this.next) return null;
		const open = this.next.plan.cells.filter(({ key }) => !this.results.has(key));
		const first = open[0];
		if (first === undefined) return 0;
		const rate = this.#parts.measuredRate(first.job.choice) ?? this.rate;
		if (rate === null || rate === 0) return null;
		return ((open.length * first.job.request.settings.max_tokens) / rate) * 1000;
	});

	setAxis(index: number, change: Partial<SweepAxis>): void {
		this.axes = this.axes.map((axis, i) => (i === index ? { ...axis, ...change } : axis));
	}

	addAxis(field: AxisField, text: string): void {
		if (this.axes.length < 2) this.axes = [...this.axes, { field, text }];
	}

	removeAxis(): void {
		this.axes = this.axes.slice(0, 1);
	}

	/** Starts the grid as it is; cells that are known already are not written again. */
	async start(): Promise<void> {
		if (this.isRunning || !this.recipe.hasPrompt || 'error' in this.next) return;
		this.plan = this.next.plan;
		this.#started = { recipe: this.recipe.draft, axes: this.axes };
		await this.resume();
	}

	/** Continues with the grid on show. */
	async resume(): Promise<void> {
		if (this.isRunning || this.plan === null) return;
		const { cells } = this.plan;
		this.#shallPause = false;
		await this.#task.run(null, (signal) => this.#writeAll(cells, signal));
		this.writing = 0;
	}

	async #writeAll(cells: readonly SweepCell[], signal: AbortSignal): Promise<void> {
		const date = commonDate(this.done.map(({ run }) => run));
		for (const cell of cells) {
			if (this.results.has(cell.key)) continue;
			// Pausing lets the cell that is under way come to its end.
			if (this.#shallPause || signal.aborted) return;
			await this.#write(cell, date, signal);
		}
	}

	/** Finishes the run under way, then waits. */
	pause(): void {
		this.#shallPause = true;
	}

	/** Ends at once; the run under way is dropped, what is done stays. */
	stop(): void {
		this.#task.stop();
	}

	/** Forgets why it came to a halt. */
	dismiss(): void {
		this.#task.dismiss();
	}

	/** Forgets the grid on show and its runs. */
	clear(): void {
		this.dismiss();
		this.plan = null;
		this.#started = null;
		this.results.clear();
	}

	async #write(cell: SweepCell, date: string, signal: AbortSignal): Promise<void> {
		this.writing = 0;
		const run = await runJob(this.#parts, onDate(cell.job, date), signal, {
			onReady: () => undefined,
			onTokens: ({ from, tokens }) => (this.writing = from + tokens.length)
		});
		if (signal.aborted) return;
		this.results.set(cell.key, run);
		this.#parts.keep(run);
	}

	get draft(): SweepDraft {
		const runIds = this.done.map(({ run }) => run.id);
		const fromFile = runIds.filter((id) => this.fromFile.has(id));
		return {
			axes: this.axes,
			...(fromFile.length > 0 ? { fromFile } : {}),
			started: this.#started === null ? null : { ...this.#started, runIds }
		};
	}

	restore({ axes, fromFile = [], started }: SweepDraft, runs: ReadonlyMap<string, Run>): void {
		this.axes = axes;
		for (const id of fromFile) this.fromFile.add(id);
		if (started === null) return;
		const kept = started.runIds.map((id) => runs.get(id)).filter((run) => run !== undefined);
		this.#show(started, kept);
	}

	/** Takes over finished runs of a grid, e.g. from a file. */
	open(start: SweepStart, runs: readonly Run[]): void {
		this.dismiss();
		this.recipe.restore(start.recipe);
		this.axes = start.axes;
		this.#show(start, runs);
		for (const run of runs) {
			this.fromFile.add(run.id);
			this.#parts.keep(run);
		}
	}

	#show(start: SweepStart, runs: readonly Run[]): void {
		const plan = planOf(start, this.#parts.model);
		this.#started = start;
		this.plan = plan;
		this.results.clear();
		for (const [key, run] of cellsOfRuns(plan, runs)) this.results.set(key, run);
	}
}
