/** A Llama's weights out of the two ONNX layouts of this project: Sprout's, and that of its fixtures. */
import type { LlamaConfig, LlamaLayer, LlamaWeights, Matrix } from './llama-gguf.ts';
import type { OnnxWeight } from './onnx-weights.ts';

type Values = Float32Array<ArrayBuffer>;

/** What a graph calls its weights; matrices in it are (inputs, outputs). */
class Named {
	readonly #weights: ReadonlyMap<string, OnnxWeight>;

	constructor(weights: readonly OnnxWeight[]) {
		this.#weights = new Map(weights.map((weight) => [weight.name, weight]));
	}

	has(name: string): boolean {
		return this.#weights.has(name);
	}

	#get(name: string): OnnxWeight {
		const weight = this.#weights.get(name);
		if (weight === undefined) throw new Error(`the graph has no ${name}`);
		return weight;
	}

	vector(name: string): Values {
		return Float32Array.from(this.#get(name).values);
	}

	/** Rows as they stand in the file; 8-bit ones are unfolded, with a scale for each row or column. */
	table(name: string, scaled: 'row' | 'column'): Matrix {
		const isWhole = this.has(`${name}.weight`);
		const { dims, values } = this.#get(`${name}.${isWhole ? 'weight' : 'int8'}`);
		const [outputs = 0, inputs = 0] = dims;
		if (isWhole) return { outputs, inputs, values: Float32Array.from(values) };
		const { values: scales } = this.#get(`${name}.scale`);
		const at = (i: number) => (scaled === 'row' ? Math.floor(i / inputs) : i % inputs);
		const unfolded = Float32Array.from(values, (code, i) => code * (scales[at(i)] ?? 0));
		return { outputs, inputs, values: unfolded };
	}

	matrix(name: string): Matrix {
		return transposed(this.table(name, 'column'));
	}
}

function transposed({ outputs, inputs, values }: Matrix): Matrix {
	const turned = new Float32Array(values.length);
	for (let row = 0; row < outputs; row++) {
		for (let column = 0; column < inputs; column++) {
			turned[column * outputs + row] = values[row * inputs + column] ?? 0;
		}
	}
	return { outputs: inputs, inputs: outputs, values: turned };
}

/** Several matrices that stand in one below each other. */
function split({ inputs, values }: Matrix, outputs: readonly number[]): Matrix[] {
	let row = 0;
	return outputs.map((count) => {
		const part = values.slice(row * inputs, (row + count) * inputs);
		row += count;
		return { outputs: count, inputs, values: part };
	});
}

function fixtureLayer(named: Named, n: number): LlamaLayer {
	const linear = (part: string) => named.matrix(`layer${n}.${part}`);
	return {
		attentionGain: named.vector(`layer${n}.norm1.gain`),
		q: linear('attention.q'),
		k: linear('attention.k'),
		v: linear('attention.v'),
		o: linear('attention.o'),
		feedForwardGain: named.vector(`layer${n}.norm2.gain`),
		gate: linear('mlp.gate'),
		up: linear('mlp.up'),
		down: linear('mlp.down')
	};
}

/** Its gains are part of the matrices, and so is the scale of its queries, which llama.cpp adds itself. */
function sproutLayer(named: Named, config: LlamaConfig, n: number): LlamaLayer {
	const { hidden_size: width, intermediate_size: inner } = config;
	const keys = (width / config.num_attention_heads) * config.num_key_value_heads;
	const [q, k, v] = split(named.matrix(`layer${n}.qkv`), [width, keys, keys]);
	const [gate, up] = split(named.matrix(`layer${n}.gate_up`), [inner, inner]);
	if (!q || !k || !v || !gate || !up) throw new Error(`layer ${n} is not whole`);
	const unscaled = q.values.map((value) => value * Math.sqrt(width / config.num_attention_heads));
	const ones = new Float32Array(width).fill(1);
	return {
		attentionGain: ones,
		q: { ...q, values: unscaled },
		k,
		v,
		o: named.matrix(`layer${n}.o`),
		feedForwardGain: ones,
		gate,
		up,
		down: named.matrix(`layer${n}.down`)
	};
}

/** @throws Error when the graph names its weights in another way */
export function llamaWeights(config: LlamaConfig, weights: readonly OnnxWeight[]): LlamaWeights {
	const named = new Named(weights);
	const isSprout = !named.has('final_norm.gain');
	const layers = Array.from({ length: config.num_hidden_layers }, (_, n) =>
		isSprout ? sproutLayer(named, config, n) : fixtureLayer(named, n)
	);
	return {
		embedding: named.table('embedding', 'row'),
		layers,
		finalGain: named.vector(
			isSprout ? `hidden_states.${config.num_hidden_layers}.gain` : 'final_norm.gain'
		),
		head: isSprout ? null : named.matrix('lm_head')
	};
}
