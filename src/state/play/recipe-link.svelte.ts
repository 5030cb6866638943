/** The playground's recipe as a link says it. */
import { digestOf } from '#catalog/model.ts';
import { AppError } from '#core/errors.ts';
import type { RecipeLink } from '#core/link/link-schema.ts';
import { parseSeed } from '#core/sampling/settings.ts';
import { knownBytes } from '#core/total-bytes.ts';
import type { ModelChoice, ModelState } from '../model/model-state.svelte.ts';
import type { RecipeState } from './recipe-state.svelte.ts';
import { linkRequestOf } from '../runs/run-recipe.ts';

/**
 * @param answer the output on show, when it answers the conversation
 * @throws AppError `settings-invalid` when what was typed as a seed is invalid, `model-unknown`
 */
export function recipeLinkOf(
	recipe: RecipeState,
	model: ModelState,
	answer: string | null
): RecipeLink {
	const prompt = recipe.upcoming(answer);
	return {
		title: '',
		model: linkModelOf(model, model.choice ?? model.defaultChoice),
		request: linkRequestOf(
			prompt,
			{
				seed: parseSeed(recipe.seedToShare ?? '').toString(),
				...$state.snapshot(recipe.settings)
			},
			recipe.setTokenIds
		)
	};
}

/** What a link says about a model that can be chosen. @throws AppError `model-unknown` */
export function linkModelOf(
	{ catalog }: ModelState,
	{ modelId, precisionId }: ModelChoice
): RecipeLink['model'] {
	const chosen = catalog.find(({ id }) => id === modelId);
	const precision = chosen?.precisions.find(({ id }) => id === precisionId);
	if (chosen === undefined || precision === undefined) throw new AppError('model-unknown', modelId);
	const { name, format, source, stored } = chosen;
	const digest = digestOf(chosen, precision);
	const named = { name, format, quantization: precisionId, digest };
	// The name of a model that comes with the app says where it is.
	if (stored === undefined) return { ...named, source: null, size_bytes: null };
	const size = knownBytes(precision.files);
	return { ...named, source, size_bytes: size === 0 ? null : size };
}
