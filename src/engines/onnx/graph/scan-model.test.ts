import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { byteSource } from './byte-source.ts';
import { scanModel } from './scan-model.ts';

const FAMILIES = new URL('../../../../tests/fixtures/families/', import.meta.url);
const file = (path: string) => {
	const url = new URL(path, FAMILIES);
	expect(existsSync(url)).toBe(true);
	return byteSource({ name: path, bytes: new Uint8Array(readFileSync(url)) });
};

test('says which files lie beside the graph, and how long they must be', () => {
	const { dataFiles } = scanModel(file('qwen2/onnx/model.onnx'));
	expect(Object.fromEntries(dataFiles)).toEqual({
		'model.onnx_data': file('qwen2/onnx/model.onnx_data').size,
		'model.onnx_data_1': file('qwen2/onnx/model.onnx_data_1').size
	});
	expect(scanModel(file('llama/onnx/model.onnx')).dataFiles.size).toBe(0);
});

test('tells half floats, and what 8-bit weights come to when they are unfolded', () => {
	expect(scanModel(file('mistral/onnx/model_fp16.onnx')).hasHalfFloats).toBe(true);
	const int8 = scanModel(file('olmo/onnx/model_int8.onnx'));
	expect(int8.hasHalfFloats).toBe(false);
	// 2 layers of 4·32² + 3·32·64 weights, and a head of 336·32, 4 bytes each.
	expect(int8.unfoldedBytes).toBe(4 * (2 * (4 * 32 ** 2 + 3 * 32 * 64) + 336 * 32));
	expect(scanModel(file('llama/onnx/model.onnx')).unfoldedBytes).toBe(0);
});

test('tells the sizes of products whose weights are not packed at load', () => {
	const square = { k: 32, n: 32 };
	const feedForward = [
		{ k: 32, n: 64 },
		{ k: 32, n: 64 },
		{ k: 64, n: 32 }
	];
	const layer = [square, square, square, square, ...feedForward];
	const int8 = scanModel(file('olmo/onnx/model_int8.onnx'));
	expect(int8.foldedProducts).toEqual([...layer, ...layer, { k: 32, n: 336 }]);
	expect(int8.unfoldedProducts).toEqual([]);
	const bnb4 = scanModel(file('olmo2/onnx/model_bnb4.onnx'));
	expect(bnb4.unfoldedProducts.slice(0, 7)).toEqual(layer);
	expect(bnb4.foldedProducts).toEqual([]);
	expect(scanModel(file('llama/onnx/model.onnx')).unfoldedProducts).toEqual([]);
});

test('the slim graph points at the same bytes in the file that it was made from', () => {
	const source = file('llama/onnx/model.onnx');
	const facts = scanModel(source);
	const slim = facts.slim('weights');
	expect(slim.length).toBeLessThan(source.size / 4);
	const again = scanModel(byteSource({ name: '', bytes: slim }));
	expect([...again.dataFiles.keys()]).toEqual(['weights']);
	expect(again.dataFiles.get('weights')).toBeLessThanOrEqual(source.size);
	expect(again.weightBytes).toBe(facts.weightBytes);
});

test('anything else is refused', () => {
	const text = new TextEncoder().encode('<!doctype html><html></html>');
	for (const bytes of [text, new Uint8Array(0), new Uint8Array(100)]) {
		expect(() => scanModel(byteSource({ name: '', bytes }))).toThrow(
			expect.objectContaining({ code: 'model-invalid' }) as Error
		);
	}
});
