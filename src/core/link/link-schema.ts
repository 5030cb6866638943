/**
 * What a link says, once read: a recipe (a request without its output), a run (with token ids), a
 * comparison of several of them, or masks that were filled.
 */
import * as v from 'valibot';

import { COMPARISON_LIMITS } from '../comparison/schema.ts';
import { FILL_MASK_LIMITS, fillMaskSchema } from '../fill-mask/schema.ts';
import { RUN_LIMITS, runSchema } from '../run-file/schema.ts';

export const LINK_VERSION = 1;

export const LINK_LIMITS = {
	/** Longest fragment that is looked at at all. */
	characters: 1024 * 1024,
	inflatedBytes: 2 * 1024 * 1024,
	/** Beyond this, mail and chat programs cut links: offer the file in its place. */
	portableCharacters: 2000,
	titleLength: 200
} as const;

const { model, engine, request, output, created, id } = runSchema.entries;

export const linkModel = v.strictObject({
	name: model.entries.name,
	format: model.entries.format,
	quantization: model.entries.quantization,
	/** Null when the sender did not know it: then the name alone says which model is meant. */
	digest: v.nullable(model.entries.digest),
	/** Null when the name is one of the catalogue's. */
	source: v.nullable(model.entries.source),
	/** Of all files together; null when the sender left it out. */
	size_bytes: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0)))
});

const {
	template_digest: templateDigest,
	prompt_token_ids: _promptTokenIds,
	sampler,
	stop_token_ids: stopTokenIds,
	...portableRequest
} = request.entries;

export const linkRequest = v.strictObject({ ...portableRequest, sampler });

const made = v.strictObject({
	/** The run file that the link was made from. */
	run_id: id,
	created,
	engine,
	template_digest: templateDigest,
	/** SHA-256 over the prompt's token ids, each as four bytes, little-endian. */
	prompt_digest: output.entries.logits_digest,
	stop_token_ids: stopTokenIds,
	token_ids: output.entries.token_ids,
	/** What the sender says that they spell; missing where only the tokens are there. */
	text: v.optional(output.entries.text),
	finish_reason: output.entries.finish_reason,
	stop_sequence: output.entries.stop_sequence,
	logits_digest: output.entries.logits_digest
});

export const linkTitle = v.pipe(v.string(), v.maxLength(LINK_LIMITS.titleLength));

export const recipeLinkSchema = v.strictObject({
	title: linkTitle,
	model: linkModel,
	request: linkRequest
});

const runModel = v.strictObject({ ...linkModel.entries, digest: model.entries.digest });

export const runLinkSchema = v.strictObject({
	...recipeLinkSchema.entries,
	model: runModel,
	made
});

/** Sentences with hidden words: their own request, since nothing is drawn. */
export const fillLinkSchema = v.strictObject({
	title: linkTitle,
	model: runModel,
	request: fillMaskSchema.entries.request,
	/** Null where the link says only what was asked. */
	made: v.nullable(
		v.strictObject({ run_id: id, created, engine, output: fillMaskSchema.entries.output })
	)
});

export type RecipeLink = v.InferOutput<typeof recipeLinkSchema>;
export type RunLink = v.InferOutput<typeof runLinkSchema>;
export type FillLink = v.InferOutput<typeof fillLinkSchema>;
export type LinkModel = RecipeLink['model'];
export type LinkRequest = RecipeLink['request'];

/** One column of a comparison, or a link of its own. */
export type ColumnLink =
	| { readonly kind: 'recipe'; readonly recipe: RecipeLink }
	| { readonly kind: 'run'; readonly run: RunLink };

export interface ComparisonLink {
	readonly title: string;
	/** 1 to 256. */
	readonly columns: readonly ColumnLink[];
}

export type Link =
	| ColumnLink
	| { readonly kind: 'comparison'; readonly comparison: ComparisonLink }
	| { readonly kind: 'fill'; readonly fill: FillLink };

export type LinkKind = Link['kind'];

/** Most entries of the lists in a link. */
export const LIST_LIMITS = {
	columns: COMPARISON_LIMITS.runs,
	messages: RUN_LIMITS.messages,
	tokens: RUN_LIMITS.tokens,
	sentences: FILL_MASK_LIMITS.sentences,
	sentenceTokens: FILL_MASK_LIMITS.sentenceTokens,
	alternatives: RUN_LIMITS.alternatives,
	stopSequences: 64,
	spelledTokens: RUN_LIMITS.spelledTokens,
	stopTokens: 1000,
	biases: 100_000,
	options: 1000
} as const;
