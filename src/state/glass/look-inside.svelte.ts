import { isAbort, toAppError, type AppError } from '#core/errors.ts';
import type { Run } from '#core/run-file/schema.ts';
import type { AnalysisProgress } from '#protocol/analysis-api.ts';
import type { ModelState } from '../model/model-state.svelte.ts';
import type { RunInsight } from './run-insight.svelte.ts';
import { choiceFor, usableBackend } from '../model/run-model.ts';

export type LookStatus =
	| { readonly kind: 'idle' }
	| { readonly kind: 'loading' }
	| { readonly kind: 'reading'; readonly progress: AnalysisProgress | null }
	| { readonly kind: 'failed'; readonly error: AppError };

/** Reads a run's tokens through its model again, to see what its file does not say. */
export class LookInside {
	status = $state.raw<LookStatus>({ kind: 'idle' });
	readonly isBusy = $derived(this.status.kind === 'loading' || this.status.kind === 'reading');
	readonly #model: ModelState;
	#stop = new AbortController();

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
		this.#stop = new AbortController();
		const { signal } = this.#stop;
		try {
			this.status = { kind: 'loading' };
			await this.#model.ensure(choice);
			if (signal.aborted) return;
			this.status = { kind: 'reading', progress: null };
			const prompt = run.request.prompt_token_ids;
			const request = {
				tokenIds: [...prompt, ...run.output.token_ids],
				outputFrom: prompt.length
			};
			const result = await this.#model.analyse('read-run', request, signal, (progress) => {
				if (!signal.aborted) this.status = { kind: 'reading', progress };
			});
			insight.promptTokens = result.tokens.slice(0, prompt.length);
			insight.kept ??= result.kept ?? null;
			this.status = { kind: 'idle' };
		} catch (error) {
			this.status = isAbort(error)
				? { kind: 'idle' }
				: { kind: 'failed', error: toAppError(error) };
		}
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
		this.#stop.abort();
		this.status = { kind: 'idle' };
	}

	#choice(run: Run) {
		return choiceFor(this.#model, run.model, usableBackend(this.#model, run.engine.backend));
	}
}
