/** Lessons from what was made: a saved run, or a recipe, as a step takes it. */
import type { LinkModel, LinkRequest, RecipeLink } from '../../link/link-schema.ts';
import type { RunEngine } from '../../run-file/schema.ts';
import type { LessonRecipe } from '../activity-schema.ts';
import type { Lesson, LessonModel } from '../schema.ts';
import { newLesson, newStep } from './new-parts.ts';
import { slugOf } from './slug.ts';

type Backend = RunEngine['backend'];

/**
 * @param backend what it was computed on: on WASM the same bits come everywhere, so a lesson holds on
 *   to it; a GPU is not everybody's, and is left to the learner's machine
 */
export function lessonModelOf(model: LinkModel, backend: Backend): LessonModel {
	const { name, format, quantization, digest, source, size_bytes } = model;
	// The name of a model that comes with the app is enough, also once its files were replaced.
	return {
		name,
		format,
		quantization,
		digest: source === null ? null : digest,
		source,
		size_bytes,
		backend: backend === 'wasm' ? backend : null
	};
}

/** @param lessonModel a recipe for the same one does not repeat it */
export function lessonRecipeOf(
	request: Omit<LinkRequest, 'seed'> & { readonly seed: string | null },
	model: LessonModel,
	lessonModel: LessonModel
): LessonRecipe {
	const isSame = JSON.stringify(model) === JSON.stringify(lessonModel);
	return { title: '', model: isSame ? null : model, request };
}

/** A lesson whose only step writes what the run was made from. */
export function lessonOfRun(
	{ title, model, request }: RecipeLink,
	backend: Backend,
	language: string
): Lesson {
	const lessonModel = lessonModelOf(model, backend);
	const recipe = lessonRecipeOf(request, lessonModel, lessonModel);
	const activity = { type: 'write' as const, recipe, locked: 'all' as const };
	const steps = [{ ...newStep('step-1'), activity }];
	return { ...newLesson(language, lessonModel), id: slugOf(title), title, steps };
}
