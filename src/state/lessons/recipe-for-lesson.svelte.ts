/** What is at hand, in Play or in the history, as a lesson takes it. */
import type { LessonRecipe } from '#core/lesson/activity-schema.ts';
import { lessonModelOf, lessonOfRun, lessonRecipeOf } from '#core/lesson/edit/from-run.ts';
import type { Lesson, LessonModel } from '#core/lesson/schema.ts';
import { recipeOfRun, runLinkOfRun, writeRunLink } from '#core/link/write-link.ts';
import type { Run } from '#core/run-file/schema.ts';
import { linkModelOf } from '../play/recipe-link.svelte.ts';
import type { ModelChoice, ModelState } from '../model/model-state.svelte.ts';
import type { RecipeState } from '../play/recipe-state.svelte.ts';
import { isBuiltIn } from '../model/run-model.ts';
import { linkRequestOf, promptLine } from '../runs/run-recipe.ts';

/** @throws AppError `model-unknown` */
export function modelForLesson(model: ModelState, choice: ModelChoice): LessonModel {
	return { ...lessonModelOf(linkModelOf(model, choice), choice.backend), backend: null };
}

/**
 * Play as it is: prompt, settings and seed; without a seed each learner draws one.
 *
 * @param answer the output on show, when it answers the conversation
 */
export function recipeFromPlay(
	recipe: RecipeState,
	model: ModelState,
	answer: string | null,
	lessonModel: LessonModel
): LessonRecipe {
	const seed = recipe.seed.trim();
	const settings = { seed, ...$state.snapshot(recipe.settings) };
	const request = linkRequestOf(recipe.upcoming(answer), settings, recipe.setTokenIds);
	const inUse = modelForLesson(model, model.choice ?? model.defaultChoice);
	return lessonRecipeOf({ ...request, seed: seed === '' ? null : seed }, inUse, lessonModel);
}

export function recipeFromRun(run: Run, model: ModelState, lessonModel: LessonModel): LessonRecipe {
	const { request, model: named } = recipeOfRun(run, isBuiltIn(model, run.model.name));
	return lessonRecipeOf(request, lessonModelOf(named, run.engine.backend), lessonModel);
}

/** @param title what its owner calls the run; '' takes what was asked */
export function lessonFromRun(
	run: Run,
	model: ModelState,
	title: string,
	language: string
): Lesson {
	const link = recipeOfRun(run, isBuiltIn(model, run.model.name));
	const named = { ...link, title: (title === '' ? promptLine(run) : title).slice(0, 200) };
	return lessonOfRun(named, run.engine.backend, language);
}

/** What an activity holds that regrows or verifies the run. */
export function runForLesson(run: Run, model: ModelState): string {
	return writeRunLink(runLinkOfRun(run, isBuiltIn(model, run.model.name)));
}
