import type { HeadPlace } from '#core/attention/attention.ts';
import type { Run } from '#core/run-file/schema.ts';
import type { Analyses, AnalysisProgress } from '#protocol/analysis-api.ts';
import type { ModelState } from '../model/model-state.svelte.ts';
import { Task } from '../page/task.svelte.ts';
import { regrowRequest } from '../runs/regrow-state.svelte.ts';
import { choiceFor, usableBackend } from '../model/run-model.ts';

/** A head, straight or by way of an earlier one. */
export interface HeadWay extends HeadPlace {
	readonly via: HeadPlace | null;
}

type Look = 'attention' | 'lens' | 'head-effects' | 'ablated';
type Results = { readonly [K in Look]: Analyses[K]['result'] | null };
const NOTHING: Results = { attention: null, lens: null, 'head-effects': null, ablated: null };

/**
 * What continued inside the model over one finished run: its prompt and output put through the model
 * once more, in one pass. Writing itself fetches nothing of it, and so is as fast with this as without.
 */
export class InsideState {
	/** Looking, or loading the model to look with. */
	readonly task = new Task<Partial<Results>, AnalysisProgress | null>();
	run = $state.raw<Run | null>(null);
	/** Answers about this run; null where nobody has asked yet. */
	#results = $state.raw<Results>(NOTHING);
	/** Index in `tokenIds` of the token that was asked about in `head-effects`. */
	effectsAt = $state<number | null>(null);
	way = $state.raw<HeadWay | null>(null);

	/** Prompt and output, as far as they can be looked at. */
	readonly tokenIds = $derived.by(() => {
		if (this.run === null) return [];
		const { request, output } = this.run;
		const all = [...request.prompt_token_ids, ...output.token_ids];
		return all.slice(0, this.#model.loaded?.internals?.maxTokens ?? 0);
	});
	readonly promptLength = $derived(this.run?.request.prompt_token_ids.length ?? 0);
	/** Whether the model that wrote the run is the one that is loaded. */
	readonly isItsModel = $derived.by(
		() => this.run !== null && this.#model.loaded?.digest === this.run.model.digest
	);
	readonly isBusy = $derived(this.task.isRunning);

	readonly #model: ModelState;

	constructor(model: ModelState) {
		this.#model = model;
	}

	get attention(): Results['attention'] {
		return this.#results.attention;
	}

	get lens(): Results['lens'] {
		return this.#results.lens;
	}

	get effects(): Results['head-effects'] {
		return this.#results['head-effects'];
	}

	get ablated(): Results['ablated'] {
		return this.#results.ablated;
	}

	/** Turns to another run; what was under way for the last one is cancelled. */
	show(run: Run | null): void {
		if (run?.id === this.run?.id) return;
		this.stop();
		this.run = run;
		this.#results = NOTHING;
		this.effectsAt = null;
	}

	stop(): void {
		this.task.clear();
	}

	/** True when the catalogue has the model that wrote the run. */
	get canLoad(): boolean {
		return this.#choice() !== null;
	}

	async loadItsModel(): Promise<void> {
		const choice = this.#choice();
		if (choice === null) return;
		await this.task.run(null, async () => {
			await this.#model.ensure(choice);
			return {};
		});
	}

	lookAttention(): Promise<void> {
		return this.#ask('attention', { tokenIds: this.tokenIds });
	}

	lookThroughLens(): Promise<void> {
		return this.#ask('lens', { tokenIds: this.tokenIds });
	}

	/** How likely token `index` is with each head switched off in turn. */
	async measureHeads(index: number): Promise<void> {
		const request = { tokenIds: this.tokenIds.slice(0, index + 1) };
		await this.#ask('head-effects', request, () => (this.effectsAt = index));
	}

	/** Writes the run again, same seed and settings, without some heads. Nothing of it is kept. */
	async writeWithout(heads: readonly HeadPlace[]): Promise<void> {
		if (this.run === null) return;
		// The request crosses to the worker, where no reactive value can go.
		await this.#ask('ablated', { generate: regrowRequest(this.run), heads: [...heads] });
	}

	#choice() {
		if (this.run === null) return null;
		const { model, engine } = this.run;
		return choiceFor(this.#model, model, usableBackend(this.#model, engine.backend));
	}

	async #ask<K extends Look>(
		kind: K,
		request: Analyses[K]['request'],
		onAnswer: () => void = () => undefined
	): Promise<void> {
		if (this.isBusy || !this.isItsModel) return;
		await this.task.run(
			null,
			async (signal, tell) => ({
				[kind]: await this.#model.analyse(kind, request, signal, tell)
			}),
			(found) => {
				this.#results = { ...this.#results, ...found };
				onAnswer();
			}
		);
	}
}
