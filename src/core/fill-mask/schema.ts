/**
 * The run file of a masked language model, version 1: sentences with hidden tokens, and what the
 * model expects in their places. A kind of its own beside `glasshouse.run`: nothing is drawn, so
 * there is no sampler, no seed and no output text. This is its only definition, as
 * `run-file/schema.ts` is for texts that are written.
 */
import * as v from 'valibot';
import {
	alternative,
	count,
	entropy,
	environment,
	logitsDigest,
	logprob,
	milliseconds,
	notes,
	originFields,
	rank,
	RUN_LIMITS,
	sha256,
	shortText,
	text,
	tokenId,
	tokenIds
} from '../run-file/schema.ts';

export const FILL_MASK_TYPE = 'glasshouse.fill-mask';
export const FILL_MASK_VERSION = 1;

export const FILL_MASK_LIMITS = {
	sentences: 16,
	/** More than any masked model reads at once. */
	sentenceTokens: 65_536
} as const;

const positions = v.pipe(tokenIds, v.minLength(1), v.maxLength(FILL_MASK_LIMITS.sentenceTokens));

const sentence = v.strictObject({
	/** As it was typed; masks are written as `request.mask_token`. */
	text,
	/** What the text becomes, special tokens included, before anything is hidden. */
	token_ids: v.pipe(tokenIds, v.minLength(1), v.maxLength(FILL_MASK_LIMITS.sentenceTokens)),
	/** Which of them the model was not shown, in order, from 0: masks in the text, and hidden words. */
	masked_positions: positions
});

const request = v.strictObject({
	sentences: v.pipe(v.array(sentence), v.minLength(1), v.maxLength(FILL_MASK_LIMITS.sentences)),
	/** All masked positions of a sentence in one pass, or a pass for each of them. */
	masking: v.picklist(['together', 'one-by-one']),
	mask_token: shortText,
	mask_token_id: tokenId,
	top_k: v.pipe(count, v.minValue(1), v.maxValue(RUN_LIMITS.alternatives))
});

const answer = v.strictObject({
	position: count,
	/** The hidden token; null where the text itself has a mask. */
	original: v.nullable(v.strictObject({ text: shortText, logprob, rank })),
	entropy,
	logits_digest: logitsDigest,
	/** The likeliest tokens, best first. */
	alternatives: v.pipe(v.array(alternative), v.minLength(1), v.maxLength(RUN_LIMITS.alternatives))
});

const answers = v.pipe(
	v.array(answer),
	v.minLength(1),
	v.maxLength(FILL_MASK_LIMITS.sentenceTokens)
);

const output = v.strictObject({
	sentences: v.pipe(
		v.array(v.strictObject({ answers })),
		v.minLength(1),
		v.maxLength(FILL_MASK_LIMITS.sentences)
	),
	/** Over the positions' raw 32-byte SHA-256 digests of the logits, in order. */
	logits_digest: sha256
});

export const fillMaskSchema = v.strictObject({
	type: v.literal(FILL_MASK_TYPE),
	version: v.literal(FILL_MASK_VERSION),
	...originFields,
	request,
	output,
	environment,
	usage: v.strictObject({ input_tokens: count, forward_passes: count }),
	timing: v.strictObject({ total_ms: milliseconds }),
	notes
});

export type FillMaskRun = v.InferOutput<typeof fillMaskSchema>;
export type FillMaskRequest = FillMaskRun['request'];
export type FillMaskSentence = FillMaskRequest['sentences'][number];
export type FillMaskOutput = FillMaskRun['output'];
export type FillMaskAnswer = FillMaskOutput['sentences'][number]['answers'][number];
