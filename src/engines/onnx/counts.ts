/** Token ids, masks and positions as tensors, in whatever type a graph wants them. */
import type { Tensor } from 'onnxruntime-web';
import type { CountType } from './model-signature.ts';
import type { OnnxRuntime } from './onnx-runtime.ts';

type CountArray = BigInt64Array | Int32Array | Float32Array | Uint16Array | Uint8Array;

const HALF_ONE = 0x3c00;

function allocate(type: CountType, length: number): CountArray {
	switch (type) {
		case 'int64':
			return new BigInt64Array(length);
		case 'int32':
			return new Int32Array(length);
		case 'float32':
			return new Float32Array(length);
		case 'float16':
			return new Uint16Array(length);
		case 'bool':
			return new Uint8Array(length);
	}
}

/** Counts below 2^31; of half floats and booleans only 0 and 1. */
function put(array: CountArray, at: number, value: number, type: CountType): void {
	if (array instanceof BigInt64Array) array[at] = BigInt(value);
	else array[at] = type === 'float16' ? value * HALF_ONE : value;
}

/** One input of a graph: its tensors share a buffer that lives as long as the session. */
export class CountInput {
	readonly #ort: OnnxRuntime;
	readonly #type: CountType;
	readonly #buffer: CountArray;

	/** @param longest the most values that a pass may have */
	constructor(ort: OnnxRuntime, type: CountType, longest: number) {
		this.#ort = ort;
		this.#type = type;
		this.#buffer = allocate(type, longest);
	}

	/** Shape [1, values.length]; valid until the next call. */
	row(values: readonly number[]): Tensor {
		for (const [at, value] of values.entries()) put(this.#buffer, at, value, this.#type);
		return this.#tensor([1, values.length], values.length);
	}

	/** Shape [1, count], from `first` upwards; valid until the next call. */
	range(first: number, count: number): Tensor {
		for (let at = 0; at < count; at++) put(this.#buffer, at, first + at, this.#type);
		return this.#tensor([1, count], count);
	}

	/** One value in the given shape; valid until the next call. */
	value(value: number, shape: readonly number[]): Tensor {
		put(this.#buffer, 0, value, this.#type);
		return this.#tensor(shape, 1);
	}

	#tensor(shape: readonly number[], length: number): Tensor {
		return new this.#ort.Tensor(this.#type, this.#buffer.subarray(0, length), shape);
	}
}

/** Shape [1, length] of ones: every token may be looked at. */
export class OnesInput {
	readonly #ort: OnnxRuntime;
	readonly #type: CountType;
	readonly #ones: CountArray;

	constructor(ort: OnnxRuntime, type: CountType, longest: number) {
		this.#ort = ort;
		this.#type = type;
		this.#ones = allocate(type, longest);
		for (let at = 0; at < longest; at++) put(this.#ones, at, 1, type);
	}

	row(length: number): Tensor {
		return new this.#ort.Tensor(this.#type, this.#ones.subarray(0, length), [1, length]);
	}
}
