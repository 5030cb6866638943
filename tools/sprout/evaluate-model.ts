/** The published model through the runtime the app uses: WebAssembly, one thread. */
import { existsSync, readFileSync } from 'node:fs';
import { TokenCodec } from '#engines/tokenizer/token-codec.ts';
import * as ort from 'onnxruntime-web/wasm';

export const PRECISIONS = { int8: 'model_int8', q4: 'model_q4', f32: 'model' } as const;
export type Precision = keyof typeof PRECISIONS;

/** Id of <|endoftext|>, which stands before and after every document. */
export const END_OF_TEXT = 0;

interface Shape {
	readonly num_hidden_layers: number;
	readonly num_key_value_heads: number;
	readonly head_dim: number;
	readonly vocab_size: number;
	readonly max_position_embeddings: number;
}

function tensor(rows: readonly (readonly number[])[]): ort.Tensor {
	const values = BigInt64Array.from(rows.flat(), (value) => BigInt(value));
	return new ort.Tensor('int64', values, [rows.length, rows[0]?.length ?? 0]);
}

/** Raw logits of one row: position t holds the prediction of token t + 1. */
export class RowLogits {
	readonly #data: Float32Array;
	readonly #start: number;
	readonly #vocabularySize: number;

	constructor(data: Float32Array, start: number, vocabularySize: number) {
		this.#data = data;
		this.#start = start;
		this.#vocabularySize = vocabularySize;
	}

	at(position: number): Float32Array {
		const begin = this.#start + position * this.#vocabularySize;
		return this.#data.subarray(begin, begin + this.#vocabularySize);
	}
}

export class EvaluatedModel {
	readonly contextLength: number;
	readonly vocabularySize: number;
	readonly #session: ort.InferenceSession;
	readonly #tokenizer: TokenCodec;
	readonly #shape: Shape;
	#past: Record<string, ort.Tensor> = {};
	#steps = 0;

	private constructor(session: ort.InferenceSession, tokenizer: TokenCodec, shape: Shape) {
		this.#session = session;
		this.#tokenizer = tokenizer;
		this.#shape = shape;
		this.contextLength = shape.max_position_embeddings;
		this.vocabularySize = shape.vocab_size;
	}

	static async load(folder: URL, precision: Precision): Promise<EvaluatedModel> {
		const json = (name: string) =>
			JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as object;
		const file = new URL(`onnx/${PRECISIONS[precision]}.onnx`, folder);
		if (!existsSync(file)) throw new Error(`There is no ${file.pathname}`);
		ort.env.wasm.numThreads = 1;
		ort.env.logLevel = 'error';
		const session = await ort.InferenceSession.create(new Uint8Array(readFileSync(file)), {
			executionProviders: ['wasm'],
			extra: { session: { disable_quant_qdq: '1' } }
		});
		const tokenizer = await TokenCodec.create(
			readFileSync(new URL('tokenizer.json', folder)),
			null
		);
		return new EvaluatedModel(session, tokenizer, json('config.json') as Shape);
	}

	encode(text: string): number[] {
		return this.#tokenizer.encode(text, false);
	}

	decode(tokenIds: number[]): string {
		return this.#tokenizer.decode(tokenIds, true);
	}

	#emptyPast(batch: number): Record<string, ort.Tensor> {
		const { num_hidden_layers, num_key_value_heads, head_dim } = this.#shape;
		const past: Record<string, ort.Tensor> = {};
		for (let layer = 0; layer < num_hidden_layers; layer++) {
			for (const part of ['key', 'value']) {
				past[`past_key_values.${layer}.${part}`] = new ort.Tensor('float32', new Float32Array(0), [
					batch,
					num_key_value_heads,
					0,
					head_dim
				]);
			}
		}
		return past;
	}

	/** All rows in one pass; shorter rows are filled up behind their end, where nothing looks. */
	async forward(rows: readonly (readonly number[])[]): Promise<RowLogits[]> {
		const longest = Math.max(...rows.map((row) => row.length));
		const filled = rows.map((row) => [...row, ...Array<number>(longest - row.length).fill(0)]);
		const { logits } = await this.#session.run(
			{
				input_ids: tensor(filled),
				attention_mask: tensor(filled.map((row) => row.map(() => 1))),
				position_ids: tensor(filled.map((row) => row.map((_, position) => position))),
				...this.#emptyPast(rows.length)
			},
			['logits']
		);
		const data = logits?.data as Float32Array;
		const size = this.vocabularySize;
		return rows.map((_, row) => new RowLogits(data, row * longest * size, size));
	}

	/** Forgets what was fed by `step`. */
	reset(): void {
		this.#past = this.#emptyPast(1);
		this.#steps = 0;
	}

	/** Feeds tokens after those fed before. @returns logits after the last one */
	async step(tokenIds: readonly number[]): Promise<Float32Array> {
		const presents = Object.keys(this.#past).map((name) =>
			name.replace('past_key_values', 'present')
		);
		const total = this.#steps + tokenIds.length;
		const outputs = await this.#session.run(
			{
				input_ids: tensor([tokenIds]),
				attention_mask: tensor([Array<number>(total).fill(1)]),
				position_ids: tensor([tokenIds.map((_, index) => this.#steps + index)]),
				...this.#past
			},
			['logits', ...presents]
		);
		for (const name of presents) {
			this.#past[name.replace('present', 'past_key_values')] = outputs[name] as ort.Tensor;
		}
		this.#steps = total;
		const data = outputs['logits']?.data as Float32Array;
		return data.subarray(data.length - this.vocabularySize);
	}
}
