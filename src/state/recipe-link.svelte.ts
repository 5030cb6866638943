/** The playground's recipe as a link says it. */
import { AppError } from '#core/errors.ts';
import type { RecipeLink } from '#core/link/link-schema.ts';
import { SAMPLER_NAME } from '#core/run-file/schema.ts';
import { parseSeed } from '#core/sampling/settings.ts';
import type { ModelState } from './model-state.svelte.ts';
import type { RecipeState } from './recipe-state.svelte.ts';

/**
 * @param answer the output on show, when it answers the conversation
 * @throws AppError `settings-invalid` when what was typed as a seed is none, `model-unknown`
 */
export function recipeLinkOf(
	recipe: RecipeState,
	model: ModelState,
	answer: string | null
): RecipeLink {
	const prompt = recipe.upcoming(answer);
	return {
		title: '',
		model: linkModelOf(model),
		request: {
			mode: prompt.mode,
			messages: prompt.mode === 'chat' ? [...prompt.messages] : [],
			prompt: prompt.mode === 'completion' ? prompt.prompt : null,
			forced_token_ids: [...recipe.setTokenIds],
			sampler: SAMPLER_NAME,
			seed: parseSeed(recipe.seedToShare ?? '').toString(),
			...$state.snapshot(recipe.settings)
		}
	};
}

/** Of the chosen model, or of the one that would be chosen: its name says where it is. */
function linkModelOf(state: ModelState): RecipeLink['model'] {
	const { modelId, precisionId } = state.choice ?? state.defaultChoice;
	const chosen = state.catalog.find(({ id }) => id === modelId);
	if (chosen === undefined) throw new AppError('model-unknown', modelId);
	const { name, format, source, stored } = chosen;
	const named = { name, format, quantization: precisionId };
	if (stored === undefined) {
		return { ...named, digest: state.loaded?.digest ?? null, source: null, size_bytes: null };
	}
	const size = state.sizeBytes === 0 ? null : state.sizeBytes;
	return { ...named, digest: stored.digest, source, size_bytes: size };
}
