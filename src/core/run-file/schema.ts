/**
 * The run file, version 1: everything that decided an output, plus the output. This is its only
 * definition: the types, the reader and `public/schema/run-1.schema.json` are all derived from it.
 *
 * Field names follow the OpenTelemetry GenAI attributes (request, usage) and OpenSSF Model Signing
 * (resources). Numbers are JSON numbers; 64-bit seeds are decimal strings.
 */
import * as v from 'valibot';
import { LOCAL_DATE } from './local-date.ts';

export const RUN_TYPE = 'glasshouse.run';
export const RUN_VERSION = 1;
export const SAMPLER_NAME = 'gumbel-philox/1';

/** Limits that keep a hostile file from costing more than a moment. */
export const RUN_LIMITS = {
	fileBytes: 64 * 1024 * 1024,
	depth: 32,
	tokens: 1_000_000,
	messages: 10_000,
	textLength: 16 * 1024 * 1024,
	resources: 100_000,
	alternatives: 256,
	stopSequences: 64,
	spelledTokens: 1000
} as const;

export const text = v.pipe(v.string(), v.maxLength(RUN_LIMITS.textLength));
export const shortText = v.pipe(v.string(), v.maxLength(1000));
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const milliseconds = v.pipe(v.number(), v.finite(), v.minValue(0));
export const tokenId = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff));
export const tokenIds = v.pipe(v.array(tokenId), v.maxLength(RUN_LIMITS.tokens));
export const sha256 = v.pipe(
	v.string(),
	v.regex(/^sha256:[0-9a-f]{64}$/, 'is not "sha256:" and 64 hex digits')
);

/** Matches the decimal numbers from 0 to `max`, without leading zeros: a pattern, so that JSON Schema can say it too. */
function decimalUpTo(max: bigint): RegExp {
	const digits = max.toString();
	const smaller = Array.from(digits, (digit, i) => {
		const first = i === 0 ? 1 : 0;
		const rest = digits.length - i - 1;
		if (Number(digit) <= first) return null;
		return `${digits.slice(0, i)}[${first}-${Number(digit) - 1}][0-9]{${rest}}`;
	}).filter((pattern) => pattern !== null);
	return new RegExp(`^(0|[1-9][0-9]{0,${digits.length - 2}}|${smaller.join('|')}|${digits})$`);
}

const seed = v.pipe(
	v.string(),
	v.regex(decimalUpTo(2n ** 64n - 1n), 'is not a whole number from 0 to 18446744073709551615')
);

/** A JSON object with free keys; `v.record` alone would also take an empty array. */
function recordOf<Key extends v.GenericSchema<string>, Value extends v.GenericSchema>(
	key: Key,
	value: Value
) {
	return v.pipe(
		v.unknown(),
		v.check((input) => !Array.isArray(input), 'is a list, not an object'),
		v.record(key, value)
	);
}

const UTC_TIME =
	/^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?Z$/;

const resource = v.strictObject({
	/** Path inside the model folder, `/` between parts. */
	name: shortText,
	size_bytes: count,
	digest: sha256
});

const model = v.strictObject({
	name: shortText,
	family: shortText,
	format: v.picklist(['onnx', 'mlc']),
	/** The precision's short name, e.g. `int8`. */
	quantization: shortText,
	source: v.strictObject({ url: shortText, revision: v.nullable(shortText) }),
	/** SPDX expression, or null when it is not known. */
	license: v.nullable(shortText),
	/** OpenSSF Model Signing v1.0 root digest over `resources`. */
	digest: sha256,
	resources: v.pipe(v.array(resource), v.minLength(1), v.maxLength(RUN_LIMITS.resources))
});

const engine = v.strictObject({
	name: shortText,
	version: shortText,
	/** Which build of the engine ran: builds have other kernels, so other numerics. */
	build: shortText,
	backend: v.picklist(['wasm', 'webgpu']),
	threads: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1024)),
	/** How the prompt went in: another call shape gives other bits on some engines. */
	prefill: v.picklist(['token-by-token', 'one-pass', 'chunks-of-32']),
	/** Session options that change numerics. */
	options: recordOf(shortText, shortText),
	/** GPU vendor and architecture; null on the CPU. */
	adapter: v.nullable(v.strictObject({ vendor: shortText, architecture: shortText }))
});

const message = v.strictObject({
	role: v.picklist(['system', 'user', 'assistant']),
	content: text
});

/** The settings that the sampler reads; see `docs/sampler.md` for their order and meaning. */
export const samplingSettings = v.strictObject({
	/** 0 takes the likeliest token; numbers too small to divide by are refused. */
	temperature: v.union(
		[v.literal(0), v.pipe(v.number(), v.minValue(0.001), v.maxValue(100))],
		'is neither 0 nor from 0.001 to 100'
	),
	/** 0 is off. */
	top_k: v.pipe(count, v.maxValue(0xffff_ffff)),
	/** 1 is off. */
	top_p: v.pipe(v.number(), v.gtValue(0), v.maxValue(1)),
	/** 0 is off. */
	min_p: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
	/** 1 is off. */
	repetition_penalty: v.pipe(v.number(), v.minValue(0.01), v.maxValue(100)),
	presence_penalty: v.pipe(v.number(), v.finite(), v.minValue(-100), v.maxValue(100)),
	frequency_penalty: v.pipe(v.number(), v.finite(), v.minValue(-100), v.maxValue(100)),
	/** Token id (decimal) to the number added to its logit. */
	logit_bias: recordOf(
		v.pipe(v.string(), v.regex(decimalUpTo(2n ** 32n - 1n), 'is not a token id')),
		v.pipe(v.number(), v.finite(), v.minValue(-1000), v.maxValue(1000))
	)
});

/** Control tokens that the messages, or the prompt, spell; and how the model read them. */
const spelledTokens = v.strictObject({
	read_as: v.picklist(['text', 'control']),
	/** Their names, each once, in order. */
	tokens: v.pipe(
		v.array(v.pipe(shortText, v.minLength(1))),
		v.minLength(1),
		v.maxLength(RUN_LIMITS.spelledTokens)
	)
});

const request = v.strictObject({
	mode: v.picklist(['chat', 'completion']),
	/** Chat mode: what was said so far; empty in completion mode. */
	messages: v.pipe(v.array(message), v.maxLength(RUN_LIMITS.messages)),
	/** Completion mode: the text to continue; null in chat mode. */
	prompt: v.nullable(text),
	/** SHA-256 of the chat template's UTF-8 text; null in completion mode. */
	template_digest: v.nullable(sha256),
	/** What the chat template was told when it asked for the date; missing when it did not ask. */
	date: v.optional(
		v.pipe(v.string(), v.regex(LOCAL_DATE, 'is not a time like 2026-11-30T07:08:09'))
	),
	/** Missing: what was said spells none, or the run is from before: then they were control tokens. */
	spelled_tokens: v.optional(spelledTokens),
	prompt_token_ids: v.pipe(tokenIds, v.minLength(1)),
	/** Output tokens that were set and not drawn (a branch): the first ones, in order. */
	forced_token_ids: tokenIds,
	sampler: v.literal(SAMPLER_NAME),
	seed,
	...samplingSettings.entries,
	max_tokens: v.pipe(count, v.minValue(1), v.maxValue(RUN_LIMITS.tokens)),
	stop_sequences: v.pipe(
		v.array(v.pipe(shortText, v.minLength(1))),
		v.maxLength(RUN_LIMITS.stopSequences)
	),
	/** The model's own end tokens; drawing one ends the run. */
	stop_token_ids: v.pipe(tokenIds, v.maxLength(1000))
});

export const logprob = v.pipe(v.number(), v.finite(), v.maxValue(0));

export const alternative = v.strictObject({ id: tokenId, text: shortText, logprob });

/** 1 is the likeliest token by raw logit. */
export const rank = v.pipe(count, v.minValue(1));
/** Of softmax(raw logits), in nats. */
export const entropy = v.pipe(v.number(), v.finite(), v.minValue(0));
/** First 16 hex digits of the SHA-256 of the raw logits as little-endian float32. */
export const logitsDigest = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/, 'is not 16 hex digits'));

const tokenTrace = v.strictObject({
	id: tokenId,
	/** What this token adds to the text; empty while a character is incomplete, and for special tokens. */
	text: shortText,
	/** ln softmax(raw logits)[id], in nats: before penalties, bias and temperature. */
	logprob,
	rank,
	entropy,
	/** Best minus second best score (at temperature 0: logit), in nats; null when nothing else was left, or the token was forced. */
	margin: v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0))),
	logits_digest: logitsDigest,
	/** The likeliest tokens by raw logit, best first; empty when the writer left them out. */
	alternatives: v.pipe(v.array(alternative), v.maxLength(RUN_LIMITS.alternatives))
});

const output = v.strictObject({
	token_ids: tokenIds,
	/** The decoded text without special tokens and without the stop sequence. */
	text,
	finish_reason: v.picklist(['stop', 'length', 'cancelled']),
	/** What ended it: the stop sequence found, or null. */
	stop_sequence: v.nullable(shortText),
	tokens: v.pipe(v.array(tokenTrace), v.maxLength(RUN_LIMITS.tokens)),
	/** SHA-256 over the positions' raw 32-byte SHA-256 digests of the logits, in order. */
	logits_digest: sha256
});

/** What a run of any kind begins with, after its type and version. */
export const originFields = {
	/** SHA-256 of the RFC 8785 canonical JSON of this file without `id` and `notes`. */
	id: sha256,
	/** ISO 8601, UTC. */
	created: v.pipe(v.string(), v.regex(UTC_TIME, 'is not a time like 2026-11-22T08:00:00.000Z')),
	app: v.strictObject({ name: shortText, version: shortText, commit: v.nullable(shortText) }),
	model,
	engine
};

/** Where a run of any kind was made. */
export const environment = v.strictObject({
	browser: shortText,
	os: shortText,
	logical_cores: v.nullable(count)
});

/** The owner's words; not part of the id. */
export const notes = v.strictObject({ title: shortText, text });

export const runSchema = v.strictObject({
	type: v.literal(RUN_TYPE),
	version: v.literal(RUN_VERSION),
	...originFields,
	request,
	output,
	environment,
	usage: v.strictObject({ input_tokens: count, output_tokens: count }),
	timing: v.strictObject({
		/** From the request to the first token. */
		time_to_first_token_ms: milliseconds,
		/** From the request to the last token. */
		total_ms: milliseconds,
		/** Output tokens after the first, over the time after the first. */
		tokens_per_second: v.pipe(v.number(), v.finite(), v.minValue(0))
	}),
	notes
});

export type Run = v.InferOutput<typeof runSchema>;
export type RunModel = Run['model'];
export type RunResource = RunModel['resources'][number];
export type RunEngine = Run['engine'];
export type RunRequest = Run['request'];
export type SpelledTokens = v.InferOutput<typeof spelledTokens>;
export type RunMessage = RunRequest['messages'][number];
export type RunOutput = Run['output'];
export type TokenTrace = RunOutput['tokens'][number];
export type FinishReason = RunOutput['finish_reason'];
export type SamplingSettings = v.InferOutput<typeof samplingSettings>;
