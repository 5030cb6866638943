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
	expect(readSignature({ inputMetadata: inputs, outputMetadata: outputs }, {})).toEqual({
		hasAttentionMask: true,
		hasPositionIds: true,
		pastNames: ['past_key_values.0.key', 'past_key_values.0.value'],
		presentNames: ['present.0.key', 'present.0.value'],
		cacheType: 'float32',
		emptyCacheShape: [1, 2, 0, 32],
		vocabularySize: 567
	});
});

test('the config fills in what the graph leaves open', () => {
	const open: Shape = ['batch', 'heads', 'past', 'size'];
	const inputMetadata = [
		...inputs.slice(0, 3),
		tensor('past_key_values.0.key', 'float32', open),
		tensor('past_key_values.0.value', 'float32', open)
	];
	const config = { hidden_size: 64, num_attention_heads: 4 };
	const signature = readSignature({ inputMetadata, outputMetadata: outputs }, config);
	expect(signature.emptyCacheShape).toEqual([1, 4, 0, 16]);
	expect(problemOf(inputMetadata, outputs)).toContain('how many heads');
});

test('what is missing is named', () => {
	expect(problemOf(without(inputs, 'input_ids'), outputs)).toContain('"input_ids" is missing');
	expect(problemOf(inputs, without(outputs, 'logits'))).toContain('"logits" is missing');
	expect(problemOf(inputs, without(outputs, 'present.0.value'))).toContain('"present.0.value"');
	expect(problemOf(inputs.slice(0, 3), outputs)).toContain('"past_key_values.0.key" is missing');
});

test('what cannot be fed is named', () => {
	const picture = tensor('pixel_values', 'float32', [1, 3, 'height', 'width']);
	expect(problemOf([...inputs, picture], outputs)).toContain('"pixel_values"');
});

test('logits in half precision are refused', () => {
	const half = [tensor('logits', 'float16', ['batch', 'length', 567]), ...outputs.slice(1)];
	expect(problemOf(inputs, half)).toBe('"logits" is float16, not float32');
});
