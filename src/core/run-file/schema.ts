/**
 * The run file, version 1: everything that decided an output, plus the output. This is its only
 * definition: the types, the reader and `public/schema/run-1.schema.json` are all derived from it.
 *
 * Field names follow the OpenTelemetry GenAI attributes (request, usage) and OpenSSF Model Signing
 * (resources). Numbers are JSON numbers; 64-bit seeds are decimal strings.
 */
import * as v from 'valibot';

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
	alternatives: 256
} as const;

const text = v.pipe(v.string(), v.maxLength(RUN_LIMITS.textLength));
const shortText = v.pipe(v.string(), v.maxLength(1000));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const milliseconds = v.pipe(v.number(), v.finite(), v.minValue(0));
const tokenId = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff));
const tokenIds = v.pipe(v.array(tokenId), v.maxLength(RUN_LIMITS.tokens));
const sha256 = v.pipe(v.string(), v.regex(/^sha256:[0-9a-f]{64}$/, 'is not "sha256:" and 64 hex digits'));

const U64_MAX = 2n ** 64n - 1n;
const seed = v.pipe(
	v.string(),
	v.regex(/^(0|[1-9][0-9]{0,19})$/, 'is not an unsigned decimal number'),
	v.check((value) => /^[0-9]{1,20}$/.test(value) && BigInt(value) <= U64_MAX, 'is larger than 64 bits hold')
);

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
	prefill: v.picklist(['token-by-token', 'one-pass']),
	/** Session options that change numerics. */
	options: v.record(shortText, shortText),
	/** GPU vendor and architecture; null on the CPU. */
	adapter: v.nullable(v.strictObject({ vendor: shortText, architecture: shortText }))
});

const message = v.strictObject({ role: v.picklist(['system', 'user', 'assistant']), content: text });

/** The settings that the sampler reads; see `docs/sampler.md` for their order and meaning. */
export const samplingSettings = v.strictObject({
	/** 0 takes the likeliest token. */
	temperature: v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(100)),
	/** 0 is off. */
	top_k: v.pipe(count, v.maxValue(0xffff_ffff)),
	/** 1 is off. */
	top_p: v.pipe(v.number(), v.gtValue(0), v.maxValue(1)),
	/** 0 is off. */
	min_p: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
	/** 1 is off. */
	repetition_penalty: v.pipe(v.number(), v.gtValue(0), v.maxValue(100)),
	presence_penalty: v.pipe(v.number(), v.finite(), v.minValue(-100), v.maxValue(100)),
	frequency_penalty: v.pipe(v.number(), v.finite(), v.minValue(-100), v.maxValue(100)),
	/** Token id (decimal) to the number added to its logit. */
	logit_bias: v.record(
		v.pipe(v.string(), v.regex(/^(0|[1-9][0-9]{0,9})$/, 'is not a token id')),
		v.pipe(v.number(), v.finite(), v.minValue(-1000), v.maxValue(1000))
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
	prompt_token_ids: v.pipe(tokenIds, v.minLength(1)),
	/** Output tokens that were set and not drawn (a branch): the first ones, in order. */
	forced_token_ids: tokenIds,
	sampler: v.literal(SAMPLER_NAME),
	seed,
	...samplingSettings.entries,
	max_tokens: v.pipe(count, v.minValue(1), v.maxValue(RUN_LIMITS.tokens)),
	stop_sequences: v.pipe(v.array(v.pipe(shortText, v.minLength(1))), v.maxLength(64)),
	/** The model's own end tokens; drawing one ends the run. */
	stop_token_ids: v.pipe(tokenIds, v.maxLength(1000))
});

const alternative = v.strictObject({ id: tokenId, text: shortText, logprob: v.pipe(v.number(), v.finite(), v.maxValue(0)) });

const tokenTrace = v.strictObject({
	id: tokenId,
	/** What this token adds to the text; empty while a character is incomplete, and for special tokens. */
	text: shortText,
	/** ln softmax(raw logits)[id], in nats: before penalties, bias and temperature. */
	logprob: v.pipe(v.number(), v.finite(), v.maxValue(0)),
	/** 1 is the likeliest token by raw logit. */
	rank: v.pipe(count, v.minValue(1)),
	/** Of softmax(raw logits), in nats. */
	entropy: v.pipe(v.number(), v.finite(), v.minValue(0)),
	/** Best minus second best score (at temperature 0: logit), in nats; null when nothing else was left, or the token was forced. */
	margin: v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0))),
	/** First 16 hex digits of the SHA-256 of the raw logits as little-endian float32. */
	logits_digest: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/, 'is not 16 hex digits')),
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
	/** SHA-256 over all positions' raw logits (little-endian float32), in order. */
	logits_digest: sha256
});

export const runSchema = v.strictObject({
	type: v.literal(RUN_TYPE),
	version: v.literal(RUN_VERSION),
	/** SHA-256 of the RFC 8785 canonical JSON of this file without `id` and `notes`. */
	id: sha256,
	/** ISO 8601, UTC. */
	created: v.pipe(v.string(), v.isoTimestamp()),
	app: v.strictObject({ name: shortText, version: shortText, commit: v.nullable(shortText) }),
	model,
	engine,
	request,
	output,
	environment: v.strictObject({
		browser: shortText,
		os: shortText,
		logical_cores: v.nullable(count)
	}),
	usage: v.strictObject({ input_tokens: count, output_tokens: count }),
	timing: v.strictObject({
		/** From the request to the first token. */
		time_to_first_token_ms: milliseconds,
		/** From the request to the last token. */
		total_ms: milliseconds,
		/** Output tokens after the first, over the time after the first. */
		tokens_per_second: v.pipe(v.number(), v.finite(), v.minValue(0))
	}),
	/** The owner's words; not part of the id. */
	notes: v.strictObject({ title: shortText, text })
});

export type Run = v.InferOutput<typeof runSchema>;
export type RunModel = Run['model'];
export type RunResource = RunModel['resources'][number];
export type RunEngine = Run['engine'];
export type RunRequest = Run['request'];
export type RunMessage = RunRequest['messages'][number];
export type RunOutput = Run['output'];
export type TokenTrace = RunOutput['tokens'][number];
export type TokenAlternative = TokenTrace['alternatives'][number];
export type FinishReason = RunOutput['finish_reason'];
export type SamplingSettings = v.InferOutput<typeof samplingSettings>;
