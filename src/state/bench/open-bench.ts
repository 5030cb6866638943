/** Builds the bench (Compare and Sweep), when it is first needed, as it was left. */
import { toAppError } from '#core/errors.ts';
import type { Run } from '#core/run-file/schema.ts';
import { BenchStore } from '#storage/bench-store.ts';
import type { SettingsStore } from '#storage/settings-store.ts';
import { BENCH_DRAFT_SCHEMA, type BenchDraft } from './bench-draft-schema.ts';
import { FIRST_PROMPT, FIRST_PROMPT_OF_OTHERS } from './bench-values.ts';
import { BenchRecipe } from './bench-recipe.svelte.ts';
import { CompareState } from './compare-state.svelte.ts';
import { DraftKeeper } from '../page/draft-keeper.ts';
import { sameChoice, type ModelChoice, type ModelState } from '../model/model-state.svelte.ts';
import type { RecipeState } from '../play/recipe-state.svelte.ts';
import type { MakeRun } from '../runs/run-maker.ts';
import type { RunsState } from '../runs/runs-state.svelte.ts';
import { SweepState } from './sweep-state.svelte.ts';
import type { WritingState } from '../play/writing-state.svelte.ts';

export interface BenchContext {
	/** What files say wrote them. */
	readonly about: Run['app'];
	readonly model: ModelState;
	/** The playground's, to take over. */
	readonly recipe: RecipeState;
	readonly writing: WritingState;
	readonly makeRun: MakeRun;
	readonly settings: Promise<SettingsStore>;
	readonly runs: Pick<RunsState, 'reportTrouble'>;
}

/** Everything of Compare and Sweep; they share what is the same in all their runs. */
export class Bench {
	readonly about: Run['app'];
	readonly recipe: BenchRecipe;
	readonly compare: CompareState;
	readonly sweep: SweepState;
	readonly #store = new BenchStore();
	readonly #drafts: DraftKeeper<BenchDraft>;
	readonly #context: BenchContext;

	constructor(context: BenchContext) {
		const { about, model, makeRun, runs, settings } = context;
		this.#context = context;
		this.about = about;
		const prompt = model.isSprout ? FIRST_PROMPT : FIRST_PROMPT_OF_OTHERS;
		this.recipe = new BenchRecipe(model.choice ?? model.defaultChoice, prompt);
		this.#drafts = new DraftKeeper(
			settings,
			{ key: 'bench', schema: BENCH_DRAFT_SCHEMA },
			runs.reportTrouble
		);
		const parts = { model, makeRun, recipe: this.recipe, keep: this.#keep };
		this.compare = new CompareState(parts);
		this.sweep = new SweepState({ ...parts, measuredRate: this.#measuredRate });
	}

	/** Brings back what was left, and forgets runs that are no longer on the bench. */
	async restore(): Promise<void> {
		const draft = await this.#drafts.read();
		if (draft === null) return;
		try {
			const runs = await this.#store.all();
			this.recipe.restore(draft.recipe);
			this.compare.restore(draft.compare, runs);
			this.sweep.restore(draft.sweep, runs);
			await this.#store.keepOnly(new Set([...runsOf(this.compare), ...runsOf(this.sweep)]));
		} catch (error) {
			this.#context.runs.reportTrouble(toAppError(error));
		}
	}

	takeFromPlay(): void {
		const { model, recipe } = this.#context;
		this.recipe.takeFrom(recipe, model.choice ?? model.defaultChoice);
	}

	/** Keeps the bench as it is, a moment later. */
	save(): void {
		const { recipe, compare, sweep } = this;
		this.#drafts.save({ recipe: recipe.draft, compare: compare.draft, sweep: sweep.draft });
	}

	flush(): Promise<void> {
		return this.#drafts.flush();
	}

	/** At once: a run took longer to make than a setting, and its page may go any moment. */
	readonly #keep = (run: Run): void => {
		this.#store.put(run).then(
			() => {
				this.save();
				void this.flush();
			},
			(error: unknown) => this.#context.runs.reportTrouble(toAppError(error))
		);
	};

	/** From the last run with this model here or in the playground. */
	readonly #measuredRate = (choice: ModelChoice): number | null => {
		const { writing, model } = this.#context;
		const column = this.compare.columns.findLast(
			(each) => each.run !== null && sameChoice(this.compare.jobOf(each).choice, choice)
		);
		const played = sameChoice(model.choice, choice) ? writing.run : null;
		const rate = (column?.run ?? played)?.timing.tokens_per_second ?? 0;
		return rate > 0 ? rate : null;
	};
}

function runsOf(state: CompareState | SweepState): string[] {
	const runs = state instanceof CompareState ? state.runs : state.done.map(({ run }) => run);
	return runs.map(({ id }) => id);
}

export async function openBench(context: BenchContext): Promise<Bench> {
	const bench = new Bench(context);
	await bench.restore();
	return bench;
}
