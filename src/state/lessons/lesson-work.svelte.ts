/** What is being worked on in a step of a lesson: apart from the playground and the other views. */
import type { Activity, LessonRecipe } from '#core/lesson/activity-schema.ts';
import type { LessonModel } from '#core/lesson/schema.ts';
import type { LinkRequest } from '#core/link/link-schema.ts';
import { readLink } from '#core/link/read-link.ts';
import type { RunLink } from '#core/link/link-schema.ts';
import type { Run } from '#core/run-file/schema.ts';
import { parseAxisValues } from '#core/sweep/axis-values.ts';
import { formatNumber } from '#words/format.ts';
import { axisLabel } from '#words/setting-words.ts';
import { LessonBench } from './lesson-bench.svelte.ts';
import type { ModelState } from '../model/model-state.svelte.ts';
import { FIRST_DRAFT, RecipeState } from '../play/recipe-state.svelte.ts';
import type { MakeRun } from '../runs/run-maker.ts';
import { TextsState } from '../texts/texts-state.svelte.ts';
import { WritingState } from '../play/writing-state.svelte.ts';

export interface WorkParts {
	readonly model: ModelState;
	readonly makeRun: MakeRun;
	/** Puts a finished run into the history. */
	readonly keep: (run: Run) => Promise<void>;
	/** An unsigned 64-bit number at random, in decimal. */
	readonly drawSeed: () => string;
	/** Where the app is served, with a trailing slash. */
	readonly baseUrl: string;
}

/** A recipe and what is written from it. */
export interface WriteWork {
	readonly kind: 'write';
	readonly model: LessonModel;
	readonly recipe: RecipeState;
	readonly writing: WritingState;
	/** The run that is to be grown again; null in a step that only writes. */
	readonly recorded: RunLink | null;
}

export interface BenchWork {
	readonly kind: 'bench';
	readonly bench: LessonBench;
}

export interface TextsWork {
	readonly kind: 'texts';
	readonly model: LessonModel;
	readonly texts: TextsState;
}

/** Null for activities that only show something. */
export type StepWork = WriteWork | BenchWork | TextsWork | null;

/** As a new request takes it: without a seed each run draws its own. */
export function requestOf({ request }: LessonRecipe): LinkRequest {
	return { ...request, seed: request.seed ?? '' };
}

/** @param model the lesson's, for what names none of its own */
export function workOf(activity: Activity, model: LessonModel, parts: WorkParts): StepWork {
	switch (activity.type) {
		case 'write': {
			const { recipe } = activity;
			return writeWork(recipe.model ?? model, requestOf(recipe), null, parts);
		}
		case 'run':
			return runWork(activity.link, parts);
		case 'compare':
		case 'sweep':
		case 'samples': {
			const isShared = activity.type !== 'samples';
			const bench = new LessonBench(columnsOf(activity), model, {
				...parts,
				isSeedShared: isShared
			});
			return { kind: 'bench', bench };
		}
		case 'tokens':
		case 'score':
		case 'pairs':
			return textsWork(activity, model, parts);
		case 'data':
		case 'openness':
			return null;
	}
}

/** @returns null for a link of something else, which the lesson's reader has refused */
function runWork(address: string, parts: WorkParts): WriteWork | null {
	const link = readLink(address);
	if (link.kind !== 'run') return null;
	return writeWork(modelOfRun(link.run), link.run.request, link.run, parts);
}

function writeWork(
	model: LessonModel,
	request: LinkRequest,
	recorded: RunLink | null,
	parts: WorkParts
): WriteWork {
	const recipe = new RecipeState(parts.drawSeed, FIRST_DRAFT);
	recipe.open(request);
	// Here a setting is changed when it is no longer what the lesson asks for.
	recipe.defaults = $state.snapshot(recipe.settings);
	const writing = new WritingState({ ...parts, recipe });
	return { kind: 'write', model, recipe, writing, recorded };
}

function modelOfRun({ model, made }: RunLink): LessonModel {
	return { ...model, backend: made.engine.backend };
}

type BenchActivity = Extract<Activity, { type: 'compare' | 'sweep' | 'samples' }>;

function columnsOf(activity: BenchActivity): LessonRecipe[] {
	if (activity.type === 'compare') return activity.recipes;
	if (activity.type === 'samples') return samplesOf(activity);
	const { recipe, field, values } = activity;
	return parseAxisValues(field, values).map((value) => ({
		...recipe,
		title: `${axisLabel(field)} ${typeof value === 'number' ? formatNumber(value) : value}`,
		request: { ...recipe.request, [field]: value }
	}));
}

function samplesOf({ recipe, count }: Extract<Activity, { type: 'samples' }>): LessonRecipe[] {
	const request = { ...recipe.request, seed: null };
	return Array.from({ length: count }, (_, i) => ({ ...recipe, title: `#${i + 1}`, request }));
}

function textsWork(
	activity: Extract<Activity, { type: 'tokens' | 'score' | 'pairs' }>,
	lessonModel: LessonModel,
	{ model, baseUrl }: WorkParts
): TextsWork {
	const texts = new TextsState(model, baseUrl);
	if (activity.type === 'pairs') texts.pairs = activity.pairs;
	else if (activity.type === 'score') texts.text = activity.text;
	else texts.tokens.text = activity.text;
	if (activity.type !== 'tokens') texts.given = activity.given;
	return { kind: 'texts', model: activity.model ?? lessonModel, texts };
}
