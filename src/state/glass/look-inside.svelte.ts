import type { Run } from '#core/run-file/schema.ts';
import type { Analyses, AnalysisProgress } from '#protocol/analysis-api.ts';
import type { ModelState } from '../model/model-state.svelte.ts';
import { LOADING, withModel, type Stage } from '../model/with-model.ts';
import { Task } from '../page/task.svelte.ts';
import type { RunInsight } from './run-insight.svelte.ts';
import { choiceFor, usableBackend } from '../model/run-model.ts';

type ReadRun = Analyses['read-run'];

/** Reads a run's tokens through its model again, to see what its file does not say. */
export class LookInside {
	readonly task = new Task<ReadRun['result'], Stage<AnalysisProgress>>();
	readonly isBusy = $derived(this.task.isRunning);
	readonly #model: ModelState;

	constructor(model: ModelState) {
		this.#model = model;
	}

	/** Whether this app has the run's model. */
	canLook(run: Run): boolean {
		return this.#choice(run) !== null;
	}

	/** Fills `insight`; what is there already stays. */
	async look(run: Run, insight: RunInsight): Promise<void> {
		const choice = this.#choice(run);
		if (choice === null || this.isBusy) return;
		const prompt = run.request.prompt_token_ids;
		const request = {
			tokenIds: [...prompt, ...run.output.token_ids],
			outputFrom: prompt.length
		};
		await this.task.run(
			LOADING,
			withModel(this.#model, choice, (signal, tell) =>
				this.#model.analyse('read-run', request, signal, tell)
			),
			({ tokens, kept }) => {
				insight.promptTokens = tokens.slice(0, prompt.length);
				insight.kept ??= kept ?? null;
			}
		);
	}

	/** Asks the tokenizer how it spells tokens; without the run's model, they keep their numbers. */
	async spell(run: Run, insight: RunInsight, tokenIds: readonly number[]): Promise<void> {
		const unknown = tokenIds.filter((id) => insight.pieces[id] === undefined);
		if (unknown.length === 0 || this.#model.loaded?.digest !== run.model.digest) return;
		const pieces = await this.#model.spell(unknown);
		const spelled = unknown.map((id, i) => [id, pieces[i] ?? ''] as const);
		insight.pieces = { ...insight.pieces, ...Object.fromEntries(spelled) };
	}

	stop(): void {
		this.task.clear();
	}

	#choice(run: Run) {
		return choiceFor(this.#model, run.model, usableBackend(this.#model, run.engine.backend));
	}
}
