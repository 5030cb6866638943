/** What a learner does in a step: it runs for real, in the page. */
import * as v from 'valibot';

import { linkRequest } from '../link/link-schema.ts';
import { DEFAULT_SETTINGS, SETTING_NAMES } from '../sampling/settings.ts';
import { AXIS_FIELDS } from '../sweep/axis-values.ts';
import { SAMPLER_NAME, samplingSettings, type SamplingSettings } from '../run-file/schema.ts';
import { flag, line, optionalLine, plainText, stepModel, upTo } from './lesson-fields.ts';

/** Sides by side on one screen. */
const MOST_RECIPES = 6;
/** More cannot be counted at a glance. */
const MOST_SAMPLES = 24;
const MOST_PAIRS_CHARACTERS = 20_000;

const asked = linkRequest.entries;

type SamplingFields = typeof samplingSettings.entries;

/** Each sampling setting, with its default for those that a lesson leaves out. */
function samplingDefaults(): {
	[K in keyof SamplingFields]: v.OptionalSchema<SamplingFields[K], SamplingSettings[K]>;
} {
	return Object.fromEntries(
		SETTING_NAMES.map((name) => [
			name,
			v.optional<v.GenericSchema, unknown>(samplingSettings.entries[name], DEFAULT_SETTINGS[name])
		])
	) as ReturnType<typeof samplingDefaults>;
}

/** A link's request; what is left out has the value that the app begins with. */
const recipeRequest = v.strictObject({
	mode: v.optional(asked.mode, 'completion'),
	messages: v.optional(asked.messages, []),
	prompt: v.optional(asked.prompt, null),
	forced_token_ids: v.optional(asked.forced_token_ids, []),
	sampler: v.optional(asked.sampler, SAMPLER_NAME),
	/** Null draws one for each learner. */
	seed: v.optional(v.nullable(asked.seed), null),
	...samplingDefaults(),
	max_tokens: v.optional(asked.max_tokens, 120),
	stop_sequences: v.optional(asked.stop_sequences, [])
});

export const recipe = v.strictObject({
	title: optionalLine,
	model: stepModel,
	request: recipeRequest
});

/** Parts of a recipe that a lesson can hold fast. */
export const LOCKS = [
	'model',
	'prompt',
	'seed',
	...SETTING_NAMES,
	'max_tokens',
	'stop_sequences'
] as const;

const locked = v.optional(
	v.union(
		[v.literal('all'), v.pipe(v.array(v.picklist(LOCKS)), v.maxLength(LOCKS.length))],
		'is neither "all" nor a list of parts of a recipe'
	),
	[]
);

/** Write from a recipe. */
const write = v.strictObject({ type: v.literal('write'), recipe, locked });

/** Several recipes, one after another, side by side. */
const compare = v.strictObject({
	type: v.literal('compare'),
	recipes: v.pipe(v.array(recipe), v.minLength(2), v.maxLength(MOST_RECIPES))
});

/** One recipe with several values of one setting. */
const sweep = v.strictObject({
	type: v.literal('sweep'),
	recipe,
	field: v.picklist(AXIS_FIELDS),
	/** As in the sweep view: `0, 0.5, 1` or `1..5`. */
	values: line
});

/** One recipe several times, each with a seed of its own that is drawn for each learner. */
const samples = v.strictObject({
	type: v.literal('samples'),
	recipe,
	count: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(MOST_SAMPLES))
});

/** See a text cut into tokens. */
const tokens = v.strictObject({
	type: v.literal('tokens'),
	model: stepModel,
	text: plainText,
	locked: flag(false)
});

/** How surprised the model is at each token of a text. */
const score = v.strictObject({
	type: v.literal('score'),
	model: stepModel,
	text: plainText,
	/** Comes before it and is not scored. */
	given: optionalLine,
	locked: flag(false)
});

/** Which of two texts the model expects more, a pair a line. */
const pairs = v.strictObject({
	type: v.literal('pairs'),
	model: stepModel,
	/** `The nurse said that {she|he}`, a pair a line. */
	pairs: v.pipe(v.string(), v.minLength(1), v.maxLength(MOST_PAIRS_CHARACTERS)),
	given: optionalLine,
	locked: flag(false)
});

/** Look into what Sprout was trained on. */
const data = v.strictObject({
	type: v.literal('data'),
	/** Which tool of the training data browser. */
	view: v.optional(v.picklist(['browse', 'search', 'sentences', 'world']), 'browse'),
	query: optionalLine
});

/** What is open about some models, side by side. */
const openness = v.strictObject({
	type: v.literal('openness'),
	/** Names as in the catalogue. */
	models: v.pipe(upTo(12, line).wrapped, v.minLength(1))
});

/** Someone's run: regrow or verify it here. */
const run = v.strictObject({
	type: v.literal('run'),
	/** What comes after the `#` of a run's link: `run=1.…`. */
	link: v.pipe(v.string(), v.maxLength(200_000), v.regex(/^run=/, 'is not the link of a run')),
	task: v.optional(v.picklist(['regrow', 'verify']), 'regrow')
});

export const activity = v.variant('type', [
	write,
	compare,
	sweep,
	samples,
	tokens,
	score,
	pairs,
	data,
	openness,
	run
]);

export type Activity = v.InferOutput<typeof activity>;
export type LessonRecipe = v.InferOutput<typeof recipe>;
export type RecipeLock = (typeof LOCKS)[number];
