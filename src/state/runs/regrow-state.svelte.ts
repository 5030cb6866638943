import { isAbort, toAppError, type AppError } from '#core/errors.ts';
import type { Run } from '#core/run-file/schema.ts';
import type { Verdict } from '#core/verification/verdict.ts';
import type { GenerateRequest, GenerateResult, LoadedModel } from '#protocol/worker-api.ts';
import type { Backend, ModelState } from '../model/model-state.svelte.ts';
import { choiceFor } from '../model/run-model.ts';
import { promptOf, recipeSettingsOf } from './run-recipe.ts';
import { TokenLog } from './token-log.svelte.ts';
import { TokenSelection } from './token-selection.svelte.ts';

export type RegrowStatus =
	| { readonly kind: 'idle' }
	| { readonly kind: 'loading' }
	| { readonly kind: 'growing' }
	| { readonly kind: 'done'; readonly verdict: Verdict; readonly engine: LoadedModel['engine'] }
	| { readonly kind: 'failed'; readonly error: AppError };

/** Generates a recorded run again, token by token beside the record, and grades the outcome. */
export class RegrowState {
	status = $state.raw<RegrowStatus>({ kind: 'idle' });
	/** Which run the status is about. */
	runId = $state<string | null>(null);
	readonly log = new TokenLog();
	readonly selection = new TokenSelection();
	readonly isBusy = $derived(this.status.kind === 'loading' || this.status.kind === 'growing');

	readonly #model: ModelState;
	readonly #onVerdict: (runId: string, verdict: Verdict) => void;
	#stop = new AbortController();

	constructor(model: ModelState, onVerdict: (runId: string, verdict: Verdict) => void) {
		this.#model = model;
		this.#onVerdict = onVerdict;
	}

	async regrow(run: Run, backend: Backend): Promise<void> {
		const choice = choiceFor(this.#model, run.model, backend);
		if (choice === null || this.isBusy) return;
		this.leave();
		this.runId = run.id;
		const stop = this.#stop;
		try {
			this.status = { kind: 'loading' };
			const loaded = await this.#model.ensure(choice);
			if (stop.signal.aborted) return;
			this.status = { kind: 'growing' };
			const result = await this.#generate(run, stop);
			if (stop !== this.#stop) return;
			this.log.settle(result.output.tokens);
			const verdict = await grade(run, result, loaded);
			if (stop !== this.#stop) return;
			this.status = { kind: 'done', verdict, engine: loaded.engine };
			this.#onVerdict(run.id, verdict);
		} catch (error) {
			if (stop !== this.#stop) return;
			this.status = isAbort(error)
				? { kind: 'idle' }
				: { kind: 'failed', error: toAppError(error) };
		}
	}

	/** Ends the regrowth; what is there is compared as far as it goes. */
	stop(): void {
		this.#stop.abort();
		if (this.status.kind === 'loading') this.status = { kind: 'idle' };
	}

	/** Forgets the last regrowth. */
	leave(): void {
		this.#stop.abort();
		this.#stop = new AbortController();
		this.log.reset();
		this.selection.clear();
		this.status = { kind: 'idle' };
		this.runId = null;
	}

	#generate(run: Run, stop: AbortController): Promise<GenerateResult> {
		return this.#model.generate(regrowRequest(run), stop.signal, ({ from, tokens }) => {
			if (stop === this.#stop) this.log.append(from, tokens);
		});
	}
}

/** Everything that a run was made from, to make it again. */
export function regrowRequest({ request, output }: Run): GenerateRequest {
	// A cancelled run is compared over its own length: no need to write further.
	const maxTokens =
		output.finish_reason === 'cancelled' ? output.token_ids.length : request.max_tokens;
	return {
		prompt: promptOf(request),
		promptTokenIds: request.prompt_token_ids,
		settings: { ...recipeSettingsOf(request), seed: request.seed, max_tokens: maxTokens },
		stopTokenIds: request.stop_token_ids,
		forcedTokenIds: request.forced_token_ids.slice(0, maxTokens),
		alternatives: Math.max(
			0,
			...output.tokens.slice(0, 1).map((token) => token.alternatives.length)
		)
	};
}

/** Grading is fetched when it is needed: the first token must not wait for it. */
async function grade(
	run: Run,
	{ request, output }: GenerateResult,
	loaded: LoadedModel
): Promise<Verdict> {
	const { compareRegrown } = await import('#core/verification/regrow.ts');
	return compareRegrown(run, {
		modelDigest: loaded.digest,
		resources: loaded.resources,
		templateDigest: request.template_digest,
		promptTokenIds: request.prompt_token_ids,
		output,
		engine: loaded.engine
	});
}
