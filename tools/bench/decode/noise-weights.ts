/** Weights for a graph that comes without: noise in the matrices, and what a Llama computes from nothing. */
import type { LlamaConfig } from '../../gguf/llama-gguf.ts';
import { listOnnxTensors, type OnnxTensor } from '../../gguf/onnx-weights.ts';

/** About the size that trained weights have. */
const NOISE_SIZE = 0.04;

/** cos or sin of each position's angles, once for each half of a head. */
function turn(values: Float32Array, headSize: number, theta: number, of: (x: number) => number) {
	for (let i = 0; i < values.length; i++) {
		const pair = (i % headSize) % (headSize / 2);
		values[i] = of(Math.floor(i / headSize) * theta ** ((-2 * pair) / headSize));
	}
}

function fill({ name, dims }: OnnxTensor, values: Float32Array, theta: number, draw: () => number) {
	if (name === 'cos.table') turn(values, dims[1] ?? 0, theta, Math.cos);
	else if (name === 'sin.table') turn(values, dims[1] ?? 0, theta, Math.sin);
	else {
		const middle = name.endsWith('.gain') ? 1 : 0;
		for (let i = 0; i < values.length; i++) values[i] = middle + draw() * NOISE_SIZE;
	}
}

/** The file that the graph names for its weights, float32; the same on every machine. */
export function noiseWeights(
	model: Uint8Array<ArrayBuffer>,
	{ rope_theta: theta }: Pick<LlamaConfig, 'rope_theta'>
): Float32Array<ArrayBuffer> {
	const outside = listOnnxTensors(model).filter(({ place }) => place !== null);
	const ends = outside.map(({ place }) => (place?.offset ?? 0) + (place?.length ?? 0));
	const data = new Float32Array(Math.max(0, ...ends) / 4);
	let state = 1;
	const draw = () => {
		state = (Math.imul(state, 1664525) + 1013904223) | 0;
		return state / 2 ** 31;
	};
	for (const tensor of outside) {
		const { offset = 0, length = 0 } = tensor.place ?? {};
		fill(tensor, data.subarray(offset / 4, (offset + length) / 4), theta, draw);
	}
	return data;
}
