/** What the loaded model makes of the words of a run file: its prompt, and the spelling of its tokens. */
import type { Run } from '#core/run-file/schema.ts';
import type { PromptRequest } from '#protocol/generate-request.ts';
import type { ModelState } from '../model/model-state.svelte.ts';
import { recordedPromptOf } from './run-recipe.ts';

export interface OwnWords {
	readonly promptTokenIds: readonly number[];
	/** Control tokens that the prompt spells, where they are read as such. */
	readonly controlTokens: readonly string[];
	/** How the model spells the tokens of the file. */
	readonly pieces: ReadonlyMap<number, string>;
}

/** @throws AppError as `ModelState.preview` does */
export async function ownWords(
	{ request, output }: Run,
	model: Pick<ModelState, 'preview' | 'spell'>
): Promise<OwnWords> {
	const ids = new Set([
		...output.tokens.flatMap(({ alternatives }) => alternatives.map(({ id }) => id)),
		...output.token_ids,
		...request.stop_token_ids,
		...Object.keys(request.logit_bias).map(Number)
	]);
	const spelled = await model.spell([...ids]);
	const prompt = await model.preview(asItWas(request));
	return {
		promptTokenIds: prompt.tokens.map(({ id }) => id),
		controlTokens: prompt.spelled?.read_as === 'control' ? prompt.spelled.tokens : [],
		pieces: new Map([...ids].map((id, i) => [id, spelled[i] ?? '']))
	};
}

/** The prompt as the run recorded it: what it does not say was not there. */
function asItWas(request: Run['request']): PromptRequest {
	const prompt = recordedPromptOf(request);
	const spelled = request.spelled_tokens ?? null;
	return prompt.mode === 'chat'
		? { ...prompt, date: request.date ?? null, spelled }
		: { ...prompt, spelled };
}
