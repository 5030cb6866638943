import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { interleaveRows, type LlamaConfig } from './llama-gguf.ts';
import { llamaWeights } from './llama-weights.ts';
import { readOnnxWeights } from './onnx-weights.ts';

const SPROUT = new URL('../../public/models/sprout/', import.meta.url);
const config = JSON.parse(readFileSync(new URL('config.json', SPROUT), 'utf8')) as LlamaConfig;

function onnxWeights(precision: string) {
	const file = new Uint8Array(readFileSync(new URL(`onnx/${precision}.onnx`, SPROUT)));
	return readOnnxWeights(file, new Uint8Array(0));
}

test('rows of both halves of a head take turns', () => {
	const rows = { outputs: 8, inputs: 1, values: Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7) };
	expect([...interleaveRows(rows, 2).values]).toEqual([0, 2, 1, 3, 4, 6, 5, 7]);
	expect([...interleaveRows(rows, 1).values]).toEqual([0, 4, 1, 5, 2, 6, 3, 7]);
	const wide = { outputs: 4, inputs: 2, values: Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7) };
	expect([...interleaveRows(wide, 1).values]).toEqual([0, 1, 4, 5, 2, 3, 6, 7]);
});

test('8-bit weights unfold to within half a step of the full ones, all in their places', () => {
	const [whole, unfolded] = ['model', 'model_int8'].map((precision) =>
		llamaWeights(config, onnxWeights(precision))
	);
	for (const [n, layer] of (whole?.layers ?? []).entries()) {
		for (const name of ['q', 'k', 'v', 'o', 'gate', 'up', 'down'] as const) {
			const { outputs, inputs, values } = layer[name];
			expect(values.length).toBe(outputs * inputs);
			const other = unfolded?.layers[n]?.[name];
			for (let row = 0; row < outputs; row++) {
				const part = values.subarray(row * inputs, (row + 1) * inputs);
				const step = Math.max(...part.map(Math.abs)) / 127;
				const away = part.map((value, i) =>
					Math.abs(value - (other?.values[row * inputs + i] ?? NaN))
				);
				expect(Math.max(...away)).toBeLessThanOrEqual(step * 0.501);
			}
		}
	}
	expect(whole?.layers).toHaveLength(config.num_hidden_layers);
	expect(whole?.embedding).toMatchObject({ outputs: 1280, inputs: 128 });
});

test('a graph whose weights have other names is refused by the first that is missing', () => {
	expect(() => llamaWeights(config, [])).toThrow(/the graph has no layer0\.qkv/);
});
