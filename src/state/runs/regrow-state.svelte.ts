import type { Run } from '#core/run-file/schema.ts';
import type { Verdict } from '#core/verification/verdict.ts';
import type { GenerateRequest } from '#protocol/generate-request.ts';
import type { GenerateResult, LoadedModel } from '#protocol/worker-api.ts';
import type { Backend, ModelState } from '../model/model-state.svelte.ts';
import { Check } from './check.svelte.ts';
import { ownWords, type OwnWords } from './own-words.ts';
import { recordedPromptOf, recipeSettingsOf } from './run-recipe.ts';
import { TokenLog } from './token-log.svelte.ts';
import { TokenSelection } from './token-selection.svelte.ts';

/** Generates a recorded run again, token by token beside the record, and grades the outcome. */
export class RegrowState extends Check<Verdict> {
	readonly log = new TokenLog();
	readonly selection = new TokenSelection();
	readonly #onVerdict: (runId: string, verdict: Verdict) => void;

	constructor(model: ModelState, onVerdict: (runId: string, verdict: Verdict) => void) {
		super(model);
		this.#onVerdict = onVerdict;
	}

	async regrow(run: Run, backend: Backend): Promise<void> {
		const request = regrowRequest(run);
		await this.begin(
			run,
			backend,
			async (signal, tell, loaded) => {
				const result = await this.model.generate(request, signal, ({ from, tokens }) => {
					if (tell(null)) this.log.append(from, tokens);
				});
				if (tell(null)) this.log.settle(result.output.tokens);
				return await grade(run, result, loaded, await ownWords(run, this.model));
			},
			(verdict) => this.#onVerdict(run.id, verdict)
		);
	}

	/** Ends the regrowth; what is there is compared as far as it goes. */
	override stop(): void {
		this.task.stop();
	}

	override leave(): void {
		super.leave();
		this.log.reset();
		this.selection.clear();
	}
}

/** Everything that a run was made from, to make it again. */
export function regrowRequest({ engine, request, output }: Run): GenerateRequest {
	// A cancelled run is compared over its own length: no need to write further.
	const maxTokens =
		output.finish_reason === 'cancelled' ? output.token_ids.length : request.max_tokens;
	return {
		prompt: recordedPromptOf(request),
		promptTokenIds: request.prompt_token_ids,
		settings: { ...recipeSettingsOf(request), seed: request.seed, max_tokens: maxTokens },
		stopTokenIds: request.stop_token_ids,
		prefill: engine.prefill,
		forcedTokenIds: request.forced_token_ids.slice(0, maxTokens),
		alternatives: output.tokens.reduce(
			(most, token) => Math.max(most, token.alternatives.length),
			0
		)
	};
}

/** Grading is fetched when it is needed: the first token must not wait for it. */
async function grade(
	run: Run,
	{ engine, request, output }: GenerateResult,
	loaded: LoadedModel,
	{ promptTokenIds, controlTokens, pieces }: OwnWords
): Promise<Verdict> {
	const { compareRegrown } = await import('#core/verification/regrow.ts');
	return compareRegrown(run, {
		modelDigest: loaded.digest,
		resources: loaded.resources,
		templateDigest: request.template_digest,
		promptTokenIds,
		output,
		engine,
		halfFloats: loaded.halfFloats,
		contextLength: loaded.contextLength,
		vocabularySize: loaded.vocabularySize,
		stopTokenIds: loaded.stopTokenIds,
		// Who writes a raw prompt means its control tokens.
		controlTokens: request.mode === 'chat' ? controlTokens : [],
		piece: (id) => pieces.get(id) ?? ''
	});
}
