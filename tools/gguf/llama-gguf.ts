/**
 * A Llama's weights as llama.cpp wants them: its names, one row an output, and the rows of queries and
 * keys in another order.
 *
 * @see https://github.com/ggml-org/llama.cpp/blob/master/convert_hf_to_gguf.py
 */
import { writeGguf, type GgufTensor, type GgufValue } from './write-gguf.ts';

/** As in `config.json`. */
export interface LlamaConfig {
	readonly vocab_size: number;
	readonly hidden_size: number;
	readonly intermediate_size: number;
	readonly num_hidden_layers: number;
	readonly num_attention_heads: number;
	readonly num_key_value_heads: number;
	readonly max_position_embeddings: number;
	readonly rms_norm_eps: number;
	readonly rope_theta: number;
}

/** One row an output, as in PyTorch. */
export interface Matrix {
	readonly outputs: number;
	readonly inputs: number;
	readonly values: Float32Array<ArrayBuffer>;
}

export interface LlamaLayer {
	readonly attentionGain: Float32Array<ArrayBuffer>;
	readonly q: Matrix;
	readonly k: Matrix;
	readonly v: Matrix;
	readonly o: Matrix;
	readonly feedForwardGain: Float32Array<ArrayBuffer>;
	readonly gate: Matrix;
	readonly up: Matrix;
	readonly down: Matrix;
}

export interface LlamaWeights {
	readonly embedding: Matrix;
	readonly layers: readonly LlamaLayer[];
	readonly finalGain: Float32Array<ArrayBuffer>;
	/** Null where the embedding is used at both ends. */
	readonly head: Matrix | null;
}

/**
 * Hugging Face turns value i of a head together with value i + size/2; llama.cpp turns neighbours.
 *
 * @param heads that the rows are shared out to
 */
export function interleaveRows({ outputs, inputs, values }: Matrix, heads: number): Matrix {
	const half = outputs / heads / 2;
	const turned = new Float32Array(values.length);
	for (let row = 0; row < outputs; row++) {
		const inHead = row % (2 * half);
		const place = row - inHead + 2 * (inHead % half) + Math.floor(inHead / half);
		turned.set(values.subarray(row * inputs, (row + 1) * inputs), place * inputs);
	}
	return { outputs, inputs, values: turned };
}

function matrix(name: string, { outputs, inputs, values }: Matrix): GgufTensor {
	return { name: `${name}.weight`, sizes: [inputs, outputs], values };
}

function gain(name: string, values: Float32Array<ArrayBuffer>): GgufTensor {
	return { name: `${name}.weight`, sizes: [values.length], values };
}

function layerTensors(config: LlamaConfig, layer: LlamaLayer, n: number): GgufTensor[] {
	const name = (part: string) => `blk.${n}.${part}`;
	return [
		gain(name('attn_norm'), layer.attentionGain),
		matrix(name('attn_q'), interleaveRows(layer.q, config.num_attention_heads)),
		matrix(name('attn_k'), interleaveRows(layer.k, config.num_key_value_heads)),
		matrix(name('attn_v'), layer.v),
		matrix(name('attn_output'), layer.o),
		gain(name('ffn_norm'), layer.feedForwardGain),
		matrix(name('ffn_gate'), layer.gate),
		matrix(name('ffn_up'), layer.up),
		matrix(name('ffn_down'), layer.down)
	];
}

/**
 * A word for each token that tells its id, so that a text says which tokens it is made of: llama.cpp
 * takes no prompt without a vocabulary. A text of ids with spaces between them becomes these tokens.
 * There has to be one that ends a text: the last, which a model writes least of all.
 */
function vocabulary(size: number): Record<string, GgufValue> {
	const ids = Array.from({ length: size }, (_, id) => id);
	const normal = 1;
	return {
		'tokenizer.ggml.model': { type: 'string', value: 'llama' },
		'tokenizer.ggml.tokens': { type: 'string', value: ids.map((id) => `\u2581${id}`) },
		'tokenizer.ggml.scores': { type: 'float32', value: ids.map(() => 0) },
		'tokenizer.ggml.token_type': { type: 'int32', value: ids.map(() => normal) },
		'tokenizer.ggml.eos_token_id': { type: 'uint32', value: size - 1 },
		'tokenizer.ggml.add_bos_token': { type: 'bool', value: false },
		'tokenizer.ggml.add_space_prefix': { type: 'bool', value: true }
	};
}

function sizes(config: LlamaConfig): Record<string, GgufValue> {
	const counts = {
		vocab_size: config.vocab_size,
		context_length: config.max_position_embeddings,
		embedding_length: config.hidden_size,
		block_count: config.num_hidden_layers,
		feed_forward_length: config.intermediate_size,
		'attention.head_count': config.num_attention_heads,
		'attention.head_count_kv': config.num_key_value_heads,
		'rope.dimension_count': config.hidden_size / config.num_attention_heads
	};
	return Object.fromEntries(
		Object.entries(counts).map(([key, value]) => [`llama.${key}`, { type: 'uint32', value }])
	);
}

/** The file in parts; a text of token ids in decimals with spaces between them is those tokens. */
export function llamaGguf(config: LlamaConfig, weights: LlamaWeights): Uint8Array<ArrayBuffer>[] {
	const { embedding, layers, finalGain, head } = weights;
	const real = (value: number): GgufValue => ({ type: 'float32', value });
	return writeGguf(
		{
			'general.architecture': { type: 'string', value: 'llama' },
			...sizes(config),
			'llama.attention.layer_norm_rms_epsilon': real(config.rms_norm_eps),
			'llama.rope.freq_base': real(config.rope_theta),
			...vocabulary(config.vocab_size)
		},
		[
			matrix('token_embd', embedding),
			...layers.flatMap((layer, n) => layerTensors(config, layer, n)),
			gain('output_norm', finalGain),
			...(head === null ? [] : [matrix('output', head)])
		]
	);
}
