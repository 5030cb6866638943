/** Reads the kept bench back: whatever an older or newer app, or a curious user, left in storage. */
import * as v from 'valibot';

import { AXIS_FIELDS } from '#core/sweep/axis-values.ts';
import type { ValueSchema } from '#storage/settings-store.ts';
import type { BenchRecipeDraft } from './bench-recipe.svelte.ts';
import { BENCH_FIELDS } from './bench-values.ts';
import type { CompareDraft } from './compare-state.svelte.ts';
import { backendSchema, modeSchema, turnSchema } from '../play/draft-schema.ts';
import { MOST_COLUMNS } from '#core/comparison/most-columns.ts';
import { NUMERIC_FIELDS, type NumericField } from '../runs/presets.ts';
import type { SweepDraft } from './sweep-state.svelte.ts';

export interface BenchDraft {
	readonly recipe: BenchRecipeDraft;
	readonly compare: CompareDraft;
	readonly sweep: SweepDraft;
}

/** In any range: what is being typed may not be allowed yet. */
const number = v.pipe(v.number(), v.finite());

const numbers = Object.fromEntries(NUMERIC_FIELDS.map((field) => [field, number])) as Record<
	NumericField,
	typeof number
>;

const valuesSchema = v.object({
	...numbers,
	modelId: v.string(),
	precisionId: v.string(),
	backend: backendSchema,
	system: v.string(),
	seed: v.string()
});

const recipeSchema = v.object({
	prompt: v.object({
		mode: modeSchema,
		prompt: v.string(),
		turns: v.array(turnSchema),
		message: v.string(),
		/** Drafts of earlier versions have none. */
		date: v.exactOptional(v.string()),
		stopSequences: v.array(v.string()),
		logitBias: v.record(v.string(), number)
	}),
	values: valuesSchema
});

const columnSchema = v.object({
	own: valuesSchema,
	runId: v.nullable(v.string()),
	madeFrom: v.nullable(v.string()),
	/** Missing: it was written here. */
	isFromFile: v.exactOptional(v.boolean())
});

const axesSchema = v.pipe(
	v.array(v.object({ field: v.picklist(AXIS_FIELDS), text: v.string() })),
	v.minLength(1),
	v.maxLength(2)
);

export const BENCH_DRAFT_SCHEMA: ValueSchema<BenchDraft | null> = v.object({
	recipe: recipeSchema,
	compare: v.object({
		title: v.string(),
		differing: v.array(v.picklist(BENCH_FIELDS)),
		columns: v.pipe(v.array(columnSchema), v.minLength(2), v.maxLength(MOST_COLUMNS))
	}),
	sweep: v.object({
		axes: axesSchema,
		/** Missing: all were written here. */
		fromFile: v.exactOptional(v.array(v.string())),
		started: v.nullable(
			v.object({ recipe: recipeSchema, axes: axesSchema, runIds: v.array(v.string()) })
		)
	})
});
