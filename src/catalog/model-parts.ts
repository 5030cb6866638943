/** Which files of a repository or folder an engine wants, and what stored models are called. */
import { dataFileNumber } from '#core/onnx-data-file.ts';
import { SHARD_LIST } from './mlc-files.ts';

export const MLC_CONFIG = 'mlc-chat-config.json';
export const MODEL_LIBRARY = 'model_lib.wasm';

const MLC_PARTS: ReadonlySet<string> = new Set([
	MLC_CONFIG,
	'tokenizer.json',
	'tokenizer_config.json',
	SHARD_LIST,
	MODEL_LIBRARY
]);

const ONNX_PARTS: ReadonlySet<string> = new Set([
	'config.json',
	'generation_config.json',
	'tokenizer.json',
	'tokenizer_config.json',
	'chat_template.jinja',
	'chat_template.json'
]);

/** @param shards names of the weight shards, and of other files that the model lists */
export function isMlcPart(name: string, shards: readonly string[] = []): boolean {
	return MLC_PARTS.has(name) || /^params_shard_\d+\.bin$/.test(name) || shards.includes(name);
}

export const SPECIAL_TOKENS_MAP = 'special_tokens_map.json';

/**
 * @param tokenizerConfig what `tokenizer_config.json` says: only beside one that lists no added tokens
 *   does transformers read the map of special tokens, so only there is it a part of the model
 */
export function isOnnxPart(name: string, weightsFile: string, tokenizerConfig: unknown): boolean {
	if (name === SPECIAL_TOKENS_MAP) return !listsAddedTokens(tokenizerConfig);
	return name === weightsFile || dataFileNumber(weightsFile, name) !== null || ONNX_PARTS.has(name);
}

function listsAddedTokens(config: unknown): boolean {
	return typeof config === 'object' && config !== null && 'added_tokens_decoder' in config;
}

/** Of a model in one precision at one commit. */
export function storedModelId(key: string, commit: string | null): string {
	if (commit === null) return key;
	const [name = key, precision] = key.split(':');
	return precision === undefined ? `${name}@${commit}` : `${name}@${commit}:${precision}`;
}

/** Which model and precision it is, whatever the commit. */
export function modelKey(storedId: string): string {
	return storedId.replace(/@[0-9a-f]{40}(?=:|$)/, '');
}
