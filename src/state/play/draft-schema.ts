/** Reads a kept draft back: whatever an older or newer app, or a curious user, left in storage. */
import * as v from 'valibot';

import { samplingSettings } from '#core/run-file/schema.ts';
import type { ValueSchema } from '#storage/settings-store.ts';
import type { ModelChoice } from '../model/model-state.svelte.ts';
import type { RecipeDraft } from './recipe-state.svelte.ts';

/** Everything that survives a reload. */
export interface Draft {
	readonly recipe: RecipeDraft;
	readonly model: ModelChoice;
	/** The run on the page. */
	readonly runId: string | null;
}

export const modeSchema = v.picklist(['chat', 'completion']);
export const backendSchema = v.picklist(['wasm', 'webgpu']);
export const turnSchema = v.object({
	role: v.picklist(['system', 'user', 'assistant']),
	content: v.string()
});

const tokenId = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const promptSchema = v.variant('mode', [
	v.pipe(
		v.object({
			mode: v.literal('chat'),
			messages: v.array(turnSchema),
			date: v.nullish(v.string())
		}),
		v.transform(({ date, ...chat }) => (date == null ? chat : { ...chat, date }))
	),
	v.object({ mode: v.literal('completion'), prompt: v.string() })
]);

const recipeSchema = v.object({
	mode: modeSchema,
	prompt: v.string(),
	system: v.string(),
	turns: v.array(turnSchema),
	message: v.string(),
	seed: v.string(),
	settings: v.object({
		...samplingSettings.entries,
		max_tokens: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
		stop_sequences: v.array(v.string())
	}),
	/** Drafts of earlier versions have none. */
	start: v.nullish(v.object({ prompt: promptSchema, tokenIds: v.array(tokenId) }), null),
	/** Nor these. */
	date: v.optional(v.string(), ''),
	chatId: v.nullish(v.string(), null)
});

export const DRAFT_SCHEMA: ValueSchema<Draft | null> = v.object({
	recipe: recipeSchema,
	model: v.object({ modelId: v.string(), precisionId: v.string(), backend: backendSchema }),
	runId: v.nullable(v.string())
});
