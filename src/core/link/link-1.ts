/**
 * Version 1 of links, as fields on the wire. Numbers, words and defaults are frozen: links out there
 * rely on them. What has to change becomes version 2. `docs/links.md` has the same table in words.
 */
import { LIST_LIMITS } from './link-schema.ts';
import {
	count,
	decimal,
	digest,
	entries,
	field,
	list,
	message,
	oneOf,
	real,
	shortDigest,
	text,
	time,
	tokenIds
} from './message-codec.ts';

/** Left out of a link when they have these values: not the app's defaults, which may change. */
export const LINK_1_DEFAULTS = {
	temperature: 0.8,
	top_k: 40,
	top_p: 0.95,
	min_p: 0,
	repetition_penalty: 1,
	presence_penalty: 0,
	frequency_penalty: 0,
	max_tokens: 120
} as const;

const source = message([field(1, 'url', text, ''), field(2, 'revision', text, null)]);

const model = message([
	field(1, 'name', text, ''),
	field(2, 'format', oneOf(['onnx', 'mlc']), 'onnx'),
	field(3, 'quantization', text, ''),
	field(4, 'digest', digest, null),
	field(5, 'source', source, null),
	field(6, 'size_bytes', count, null)
]);

const chatMessage = message([
	field(1, 'role', oneOf(['user', 'assistant', 'system']), 'user'),
	field(2, 'content', text, '')
]);

const spelledTokens = message([
	field(1, 'read_as', oneOf(['text', 'control']), 'text'),
	list(2, 'tokens', text, LIST_LIMITS.spelledTokens)
]);

const request = message([
	field(1, 'mode', oneOf(['chat', 'completion']), 'chat'),
	list(2, 'messages', chatMessage, LIST_LIMITS.messages),
	field(3, 'prompt', text, null),
	field(4, 'forced_token_ids', tokenIds(LIST_LIMITS.tokens), []),
	field(5, 'sampler', oneOf(['gumbel-philox/1']), 'gumbel-philox/1'),
	field(6, 'seed', decimal, '0'),
	field(7, 'temperature', real, LINK_1_DEFAULTS.temperature),
	field(8, 'top_k', count, LINK_1_DEFAULTS.top_k),
	field(9, 'top_p', real, LINK_1_DEFAULTS.top_p),
	field(10, 'min_p', real, LINK_1_DEFAULTS.min_p),
	field(11, 'repetition_penalty', real, LINK_1_DEFAULTS.repetition_penalty),
	field(12, 'presence_penalty', real, LINK_1_DEFAULTS.presence_penalty),
	field(13, 'frequency_penalty', real, LINK_1_DEFAULTS.frequency_penalty),
	list(14, 'logit_bias', entries(count, real), LIST_LIMITS.biases),
	field(15, 'max_tokens', count, LINK_1_DEFAULTS.max_tokens),
	list(16, 'stop_sequences', text, LIST_LIMITS.stopSequences),
	// Came later: links without it mean what they always meant.
	field(17, 'date', text, undefined),
	field(18, 'spelled_tokens', spelledTokens, undefined)
]);

const adapter = message([field(1, 'vendor', text, ''), field(2, 'architecture', text, '')]);

const engine = message([
	field(1, 'name', text, ''),
	field(2, 'version', text, ''),
	field(3, 'build', text, ''),
	field(4, 'backend', oneOf(['wasm', 'webgpu']), 'wasm'),
	field(5, 'threads', count, 1),
	// The last word came later: links that say another mean what they always meant.
	field(6, 'prefill', oneOf(['token-by-token', 'one-pass', 'chunks-of-32']), 'token-by-token'),
	list(7, 'options', entries(text, text), LIST_LIMITS.options),
	field(8, 'adapter', adapter, null)
]);

const made = message([
	field(1, 'run_id', digest, null),
	field(2, 'created', time, null),
	field(3, 'engine', engine, null),
	field(4, 'template_digest', digest, null),
	field(5, 'prompt_digest', digest, null),
	field(6, 'stop_token_ids', tokenIds(LIST_LIMITS.stopTokens), []),
	field(7, 'token_ids', tokenIds(LIST_LIMITS.tokens), []),
	field(8, 'finish_reason', oneOf(['stop', 'length', 'cancelled']), 'stop'),
	field(9, 'stop_sequence', text, null),
	field(10, 'logits_digest', digest, null),
	// Came later: links without it mean what they always meant.
	field(11, 'text', text, undefined)
]);

const recipeFields = [
	field(1, 'title', text, ''),
	field(2, 'model', model, null),
	field(3, 'request', request, null)
];

export const RECIPE_1 = message(recipeFields);
export const RUN_1 = message([...recipeFields, field(4, 'made', made, null)]);
/** A column without `made` is a recipe. */
export const COMPARISON_1 = message([
	field(1, 'title', text, ''),
	list(2, 'columns', RUN_1, LIST_LIMITS.columns)
]);

const sentence = message([
	field(1, 'text', text, ''),
	field(2, 'token_ids', tokenIds(LIST_LIMITS.sentenceTokens), []),
	field(3, 'masked_positions', tokenIds(LIST_LIMITS.sentenceTokens), [])
]);

const fillRequest = message([
	list(1, 'sentences', sentence, LIST_LIMITS.sentences),
	field(2, 'masking', oneOf(['together', 'one-by-one']), 'together'),
	field(3, 'mask_token', text, ''),
	field(4, 'mask_token_id', count, 0),
	field(5, 'top_k', count, 0)
]);

const original = message([
	field(1, 'text', text, ''),
	field(2, 'logprob', real, 0),
	field(3, 'rank', count, 0)
]);

const alternative = message([
	field(1, 'id', count, 0),
	field(2, 'text', text, ''),
	field(3, 'logprob', real, 0)
]);

const answer = message([
	field(1, 'position', count, 0),
	field(2, 'original', original, null),
	field(3, 'entropy', real, 0),
	field(4, 'logits_digest', shortDigest, ''),
	list(5, 'alternatives', alternative, LIST_LIMITS.alternatives)
]);

const fillOutput = message([
	list(
		1,
		'sentences',
		message([list(1, 'answers', answer, LIST_LIMITS.sentenceTokens)]),
		LIST_LIMITS.sentences
	),
	field(2, 'logits_digest', digest, null)
]);

const fillMade = message([
	field(1, 'run_id', digest, null),
	field(2, 'created', time, null),
	field(3, 'engine', engine, null),
	field(4, 'output', fillOutput, null)
]);

/** Without `made` a recipe. */
export const FILL_1 = message([
	field(1, 'title', text, ''),
	field(2, 'model', model, null),
	field(3, 'request', fillRequest, null),
	field(4, 'made', fillMade, null)
]);
