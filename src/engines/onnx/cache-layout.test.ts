import type { InferenceSession } from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { readCacheLayout } from './cache-layout.ts';
import type { ModelConfig } from './model-config.ts';

type Shape = readonly (number | string)[];
/** What ONNX Runtime Web says of an axis that has neither a length nor a name. */
const UNNAMED = 4294967295;

const tensor = (
	name: string,
	shape: Shape,
	type: InferenceSession.TensorValueMetadata['type'] = 'float32'
): InferenceSession.ValueMetadata => ({ name, isTensor: true, type, shape });

function emptyShapes(
	names: readonly (readonly [past: string, present: string])[],
	shape: (name: string) => Shape,
	config: ModelConfig = {}
): Record<string, readonly number[]> {
	const inputs = names.map(([past]) => tensor(past, shape(past)));
	const outputs = names.map(([, present]) => tensor(present, []));
	const layout = readCacheLayout(inputs, outputs, config);
	expect(layout.map(({ presentName }) => presentName)).toEqual(names.map(([, name]) => name));
	return Object.fromEntries(layout.map(({ pastName, emptyShape }) => [pastName, emptyShape]));
}

const KEY = ['past_key_values.0.key', 'present.0.key'] as const;
const VALUE = ['past_key_values.0.value', 'present.0.value'] as const;

test('sizes in the graph count, whatever the config says', () => {
	const shape = () => ['batch_size', 2, 'past_sequence_length', 32];
	expect(emptyShapes([KEY], shape, { num_key_value_heads: 8, head_dim: 64 })).toEqual({
		[KEY[0]]: [1, 2, 0, 32]
	});
});

test('the config fills in axes that have only names, and axes that have none', () => {
	const config = { hidden_size: 64, num_attention_heads: 4, num_key_value_heads: 2 };
	const named = () => ['batch_size', 'num_key_value_heads', 'past_sequence_length', 'head_dim'];
	const unnamed = () => [UNNAMED, UNNAMED, UNNAMED, UNNAMED];
	for (const shape of [named, unnamed]) {
		expect(emptyShapes([KEY, VALUE], shape, config)).toEqual({
			[KEY[0]]: [1, 2, 0, 16],
			[VALUE[0]]: [1, 2, 0, 16]
		});
	}
	expect(() => emptyShapes([KEY], named)).toThrow(/how many heads/);
	expect(() => emptyShapes([KEY], named, { n_head: 4 })).toThrow(/how large the heads/);
	expect(emptyShapes([KEY], named, { n_head: 4, n_embd: 64 })).toEqual({ [KEY[0]]: [1, 4, 0, 16] });
});

test('BLOOM: batch and heads on one axis, keys turned', () => {
	const fused = 'batch_size x num_heads';
	const named = (name: string) =>
		name.endsWith('key')
			? [fused, 16, 'past_sequence_length']
			: [fused, 'past_sequence_length', 16];
	const unnamed = (name: string) =>
		name.endsWith('key') ? [UNNAMED, 16, UNNAMED] : [UNNAMED, UNNAMED, 16];
	for (const shape of [named, unnamed]) {
		expect(emptyShapes([KEY, VALUE], shape, { num_attention_heads: 4, n_embed: 64 })).toEqual({
			[KEY[0]]: [4, 16, 0],
			[VALUE[0]]: [4, 0, 16]
		});
	}
});

test('GPT-2: key and value in one tensor a layer', () => {
	const shape = () => [2, 'batch_size', 12, 'past_sequence_length', 64];
	expect(emptyShapes([['past_0', 'present_0']], shape)).toEqual({ past_0: [2, 1, 12, 0, 64] });
});

test('one tensor for all heads, as multi-query exports have it', () => {
	const shape = () => ['batch_size', 'past_sequence_length', 128];
	expect(emptyShapes([['past_key_values.0.key_value', 'present.0.key_value']], shape)).toEqual({
		'past_key_values.0.key_value': [1, 0, 128]
	});
});

test('a graph without a cache has an empty layout', () => {
	expect(readCacheLayout([tensor('input_ids', [1, 1], 'int64')], [], {})).toEqual([]);
});

test('a cache that does not come back, or changes its type, is refused', () => {
	const past = tensor(KEY[0], ['batch', 2, 'past', 32]);
	expect(() => readCacheLayout([past], [], {})).toThrow(/"present.0.key" is missing/);
	const half = tensor(KEY[1], [], 'float16');
	expect(() => readCacheLayout([past], [half], {})).toThrow(/"present.0.key" is float16/);
});
