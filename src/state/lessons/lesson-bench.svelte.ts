import { AppError } from '#core/errors.ts';
import type { LessonRecipe } from '#core/lesson/activity-schema.ts';
import type { LessonModel } from '#core/lesson/schema.ts';
import type { Run } from '#core/run-file/schema.ts';
import type { PromptProgress, TokenBatch } from '#protocol/worker-api.ts';
import type { ColumnStatus } from '../bench/compare-column.svelte.ts';
import { lessonChoice } from './lesson-model.ts';
import type { ModelState } from '../model/model-state.svelte.ts';
import { failureOf, Task } from '../page/task.svelte.ts';
import { runJob } from '../bench/run-job.ts';
import type { MakeRun } from '../runs/run-maker.ts';
import { promptOf, recipeSettingsOf } from '../runs/run-recipe.ts';
import { TokenLog } from '../runs/token-log.svelte.ts';
import { ALTERNATIVES } from '../play/writing-state.svelte.ts';

export interface LessonBenchParts {
	readonly model: ModelState;
	readonly makeRun: MakeRun;
	readonly keep: (run: Run) => Promise<void>;
	readonly drawSeed: () => string;
	/** Whether recipes without a seed draw one together, or each its own. */
	readonly isSeedShared: boolean;
}

/** One of several recipes, and what was written from it. */
export class LessonColumn {
	readonly title: string;
	readonly recipe: LessonRecipe;
	readonly model: LessonModel;
	status = $state.raw<ColumnStatus>({ kind: 'empty' });
	/** While a long prompt is read. */
	reading = $state.raw<PromptProgress | null>(null);
	readonly log = new TokenLog();
	readonly run = $derived(this.status.kind === 'done' ? this.status.run : null);

	constructor(recipe: LessonRecipe, model: LessonModel) {
		this.recipe = recipe;
		this.model = recipe.model ?? model;
		this.title = recipe.title;
	}

	begin(): void {
		this.log.reset();
		this.reading = null;
		this.status = { kind: 'waiting' };
	}

	take({ from, tokens, reading }: TokenBatch): void {
		this.reading = reading ?? null;
		if (this.reading === null) this.log.append(from, tokens);
	}
}

/** Several recipes, one after another. */
export class LessonBench {
	readonly columns: readonly LessonColumn[];
	readonly #task = new Task();
	readonly isBusy = $derived(this.#task.isRunning);
	readonly runs = $derived.by(() =>
		this.columns.map(({ run }) => run).filter((run) => run !== null)
	);
	readonly #parts: LessonBenchParts;

	constructor(recipes: readonly LessonRecipe[], model: LessonModel, parts: LessonBenchParts) {
		this.#parts = parts;
		this.columns = recipes.map((recipe) => new LessonColumn(recipe, model));
	}

	/** Ends when all columns have been written, or the first one has failed. */
	async write(): Promise<void> {
		if (this.isBusy) return;
		await this.#task.run(null, (signal) => this.#writeAll(signal));
	}

	stop(): void {
		this.#task.stop();
	}

	async #writeAll(signal: AbortSignal): Promise<void> {
		const { drawSeed, isSeedShared } = this.#parts;
		const shared = drawSeed();
		for (const column of this.columns) {
			column.begin();
		}
		for (const column of this.columns) {
			if (!signal.aborted) {
				await this.#writeColumn(column, isSeedShared ? shared : drawSeed(), signal);
			}
			if (column.status.kind === 'waiting') column.status = { kind: 'empty' };
		}
	}

	async #writeColumn(column: LessonColumn, seed: string, signal: AbortSignal): Promise<void> {
		const { model, keep } = this.#parts;
		try {
			const choice = lessonChoice(model, column.model);
			if (choice === null) throw new AppError('model-unknown', column.model.name);
			column.status = { kind: 'loading' };
			const request = requestFor(column.recipe, seed);
			const run = await runJob(this.#parts, { choice, request }, signal, {
				onReady: () => (column.status = { kind: 'writing', tokensPerSecond: null }),
				onTokens: (batch) => column.take(batch)
			});
			column.log.settle(run.output.tokens);
			column.status = { kind: 'done', run };
			// The next column does not wait for the disk.
			void keep(run);
		} catch (error) {
			const end = failureOf(error);
			column.status = end.kind === 'failed' ? end : { kind: 'empty' };
		}
	}
}

function requestFor({ request }: LessonRecipe, drawnSeed: string) {
	const asked = { ...request, seed: request.seed ?? drawnSeed };
	return {
		prompt: promptOf(asked),
		settings: { ...recipeSettingsOf(asked), seed: asked.seed },
		forcedTokenIds: request.forced_token_ids,
		alternatives: ALTERNATIVES
	};
}
