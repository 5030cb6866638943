import { expect, test } from 'vitest';
import type { ModelFile } from '../engine.ts';
import { describeModel } from './model-config.ts';

function files(contents: Readonly<Record<string, unknown>>): ModelFile[] {
	const all = {
		'config.json': { max_position_embeddings: 512, eos_token_id: 7 },
		'tokenizer.json': {},
		'tokenizer_config.json': {},
		...contents
	};
	return Object.entries(all).map(([name, content]) => ({
		name,
		bytes: new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content))
	}));
}

test('stop tokens come from the generation config and the config', () => {
	const stopsOf = (contents: Readonly<Record<string, unknown>>) =>
		describeModel(files(contents)).stopTokenIds;
	expect(stopsOf({})).toEqual([7]);
	const generation = { 'generation_config.json': { eos_token_id: [0, 4], temperature: 0.8 } };
	expect(stopsOf(generation)).toEqual([0, 4, 7]);
	expect(stopsOf({ 'config.json': { n_ctx: 8 } })).toEqual([]);
	expect(stopsOf({ 'config.json': { eos_token_id: [-1, null, '</s>', 3] } })).toEqual([3]);
	expect(stopsOf({ 'config.json': { text_config: { eos_token_id: 5 } } })).toEqual([5]);
});

test('what the publisher recommends comes from the generation config', () => {
	const publishedOf = (contents: Readonly<Record<string, unknown>>) =>
		describeModel(files(contents)).published;
	const generation = { 'generation_config.json': { eos_token_id: 0, temperature: 0.8, top_k: 20 } };
	expect(publishedOf(generation)?.settings).toMatchObject({ temperature: 0.8, top_k: 20 });
	expect(publishedOf({})).toBeNull();
	expect(publishedOf({ 'generation_config.json': '{"temperature": NaN}' })).toBeNull();
});

test('special_tokens_map.json names special tokens where the config lists no added ones', () => {
	const map = { eos_token: { content: '</s>' }, bos_token: '<s>', pad_token: null, unk_token: [1] };
	const config = { eos_token: '<e>', pad_token: '<p>', unk_token: '<u>', sep_token: '[SEP]' };
	const namesIn = (tokenizerConfig: object, content: unknown = map) =>
		describeModel(
			files({ 'tokenizer_config.json': tokenizerConfig, 'special_tokens_map.json': content })
		).tokenizerConfig;
	expect(namesIn(config)).toMatchObject({
		...{ eos_token: { content: '</s>' }, bos_token: '<s>', pad_token: null },
		...{ unk_token: '<u>', sep_token: '[SEP]' }
	});
	expect(namesIn({ ...config, added_tokens_decoder: {} })).toMatchObject(config);
	expect(() => namesIn(config, 'no JSON')).toThrow(
		expect.objectContaining({ code: 'model-invalid' }) as Error
	);
});

test('values that nobody needs may be odd', () => {
	const odd = describeModel(
		files({
			'config.json':
				'{"n_ctx": 8, "rope_theta": Infinity, "pad_token_id": [1], "num_key_value_heads": [2, 2], "head_dim": [4, 8], "text_config": "none"}',
			'generation_config.json': '{"temperature": NaN, "eos_token_id": 1}',
			'tokenizer_config.json':
				'{"model_max_length": Infinity, "bos_token": false, "eos_token": [1]}'
		})
	);
	expect(odd.config).toMatchObject({ num_key_value_heads: 2, head_dim: NaN });
	expect(odd.contextLength).toBe(8);
	expect(odd.stopTokenIds).toEqual([1]);
});

test('the chat template may be a text, one of several, or a file of its own', () => {
	const inConfig = (chat_template: unknown) =>
		describeModel(files({ 'tokenizer_config.json': { chat_template } })).chatTemplate;
	expect(inConfig('a')).toBe('a');
	expect(
		inConfig([
			{ name: 'tool_use', template: 'b' },
			{ name: 'default', template: 'c' }
		])
	).toBe('c');
	expect(inConfig(null)).toBeNull();
	const ownFile = files({
		'tokenizer_config.json': { chat_template: 'a' },
		'chat_template.jinja': 'd'
	});
	expect(describeModel(ownFile).chatTemplate).toBe('d');
	const ownJson = files({ 'chat_template.json': { chat_template: 'e' } });
	expect(describeModel(ownJson).chatTemplate).toBe('e');
});

test('every byte of a template file counts', () => {
	const marked = files({ 'chat_template.jinja': '\ufeffa\r\n' });
	expect(describeModel(marked).chatTemplate).toBe('\ufeffa\r\n');
	const broken = { name: 'chat_template.jinja', bytes: new Uint8Array([0x61, 0xff]) };
	expect(() => describeModel([...files({}), broken])).toThrow(/is not UTF-8/);
});

test('the context length has many names, and BLOOM sets none', () => {
	const lengthOf = (config: object) =>
		describeModel(files({ 'config.json': config })).contextLength;
	expect(lengthOf({ n_positions: 1024, n_ctx: 512 })).toBe(1024);
	expect(lengthOf({ seq_length: 256 })).toBe(256);
	expect(lengthOf({})).toBe(2048);
});

test('an encoder with a decoder is refused by what it is', () => {
	const whisper = { 'config.json': { is_encoder_decoder: true, model_type: 'whisper' } };
	expect(() => describeModel(files(whisper))).toThrow(
		expect.objectContaining({
			code: 'model-unsupported',
			details: expect.objectContaining({ modelType: 'whisper' }) as object
		}) as Error
	);
});

test('a field of the wrong kind is named', () => {
	const wrong = files({ 'config.json': { max_position_embeddings: 'many' } });
	expect(() => describeModel(wrong)).toThrow(/config\.json: max_position_embeddings/);
});

test('a missing file is named', () => {
	const some = files({}).filter(({ name }) => name !== 'tokenizer_config.json');
	expect(() => describeModel(some)).toThrow(
		expect.objectContaining({
			code: 'model-file-missing',
			details: { file: 'tokenizer_config.json' }
		}) as Error
	);
});
