import type { InferenceSession } from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { readSignature } from './model-signature.ts';

type Shape = readonly (number | string)[];

const tensor = (
	name: string,
	type: InferenceSession.TensorValueMetadata['type'],
	shape: Shape
): InferenceSession.ValueMetadata => ({ name, isTensor: true, type, shape });

const CACHE: Shape = ['batch', 2, 'past', 32];

const inputs = [
	tensor('input_ids', 'int64', ['batch', 'length']),
	tensor('attention_mask', 'int64', ['batch', 'total']),
	tensor('position_ids', 'int64', ['batch', 'length']),
	tensor('past_key_values.0.key', 'float32', CACHE),
	tensor('past_key_values.0.value', 'float32', CACHE)
];
const outputs = [
	tensor('logits', 'float32', ['batch', 'length', 567]),
	tensor('present.0.key', 'float32', CACHE),
	tensor('present.0.value', 'float32', CACHE),
	tensor('attentions.0', 'float32', ['batch', 4, 'length', 'total'])
];

const without = (values: typeof inputs, name: string) =>
	values.filter((value) => value.name !== name);

const problemOf = (inputMetadata: typeof inputs, outputMetadata: typeof outputs, config = {}) => {
	try {
		readSignature({ inputMetadata, outputMetadata }, config);
	} catch (error) {
		return (error as { details: { problem: string } }).details.problem;
	}
	return null;
};

test('layers, cache shape and vocabulary come from the graph', () => {
	const cache = (name: string) => ({
		pastName: `past_key_values.0.${name}`,
		presentName: `present.0.${name}`,
		type: 'float32',
		emptyShape: [1, 2, 0, 32]
	});
	expect(readSignature({ inputMetadata: inputs, outputMetadata: outputs }, {})).toEqual({
		inputIds: 'int64',
		attentionMask: 'int64',
		positionIds: 'int64',
		hasCacheBranch: false,
		logitsToKeep: null,
		cache: [cache('key'), cache('value')],
		logitsType: 'float32',
		vocabularySize: 567
	});
});

test('what is missing is named', () => {
	expect(problemOf(without(inputs, 'input_ids'), outputs)).toContain('"input_ids" is missing');
	expect(problemOf(inputs, without(outputs, 'logits'))).toContain('"logits" is missing');
	expect(problemOf(inputs, without(outputs, 'present.0.value'))).toContain('"present.0.value"');
});

test('what cannot be fed is named', () => {
	const picture = tensor('pixel_values', 'float32', [1, 3, 'height', 'width']);
	expect(problemOf([...inputs, picture], outputs)).toContain('"pixel_values"');
});

test('logits come in full or half precision', () => {
	const logits = (type: 'float16' | 'int8') => [
		tensor('logits', type, ['batch', 'length', 567]),
		...outputs.slice(1)
	];
	expect(problemOf(inputs, logits('float16'))).toBeNull();
	expect(problemOf(inputs, logits('int8'))).toBe('"logits" is int8, not float32 or float16');
});

test('masks and positions come in any integer type, masks as floats, too', () => {
	const others = [
		tensor('attention_mask', 'float32', ['batch', 'total']),
		tensor('position_ids', 'int32', ['batch', 'length']),
		tensor('num_logits_to_keep', 'int64', []),
		tensor('use_cache_branch', 'bool', [1])
	];
	const inputMetadata = [...inputs.slice(0, 1), ...others, ...inputs.slice(3)];
	expect(readSignature({ inputMetadata, outputMetadata: outputs }, {})).toMatchObject({
		attentionMask: 'float32',
		positionIds: 'int32',
		hasCacheBranch: true,
		logitsToKeep: 'int64'
	});
	const text = [tensor('input_ids', 'string', ['batch', 'length']), ...inputs.slice(1)];
	expect(problemOf(text, outputs)).toContain('"input_ids" is string');
});
