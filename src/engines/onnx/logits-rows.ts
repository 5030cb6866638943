/** The logits of one pass as float32 rows, whatever precision the graph gives them in. */
import type { Tensor } from 'onnxruntime-web';

/** Every half float's value; made when a model first gives such logits. 256 kB. */
let halfValues: Float32Array | null = null;

function halfFloatValue(bits: number): number {
	const exponent = (bits >> 10) & 31;
	const fraction = bits & 1023;
	const sign = bits >> 15 === 0 ? 1 : -1;
	if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
	// Powers of two by multiplication are exact.
	return exponent === 0
		? sign * fraction * 2 ** -24
		: sign * (1024 + fraction) * 2 ** (exponent - 25);
}

function halfTable(): Float32Array {
	halfValues ??= Float32Array.from({ length: 65_536 }, (_, bits) => halfFloatValue(bits));
	return halfValues;
}

/** The runtime gives half floats as `Float16Array` where the browser has it, else as their bits. */
function halfBits(data: Tensor.DataType): Uint16Array {
	const { buffer, byteOffset, length } = data as Uint16Array;
	return new Uint16Array(buffer, byteOffset, length);
}

export class LogitsRows {
	readonly vocabularySize: number;
	readonly count: number;
	readonly #data: Tensor.DataType;

	/** @param dims [1, T, vocabularySize] or [T, vocabularySize] */
	constructor(dims: readonly number[], data: Tensor.DataType) {
		this.#data = data;
		this.vocabularySize = dims.at(-1) ?? data.length;
		this.count = data.length / this.vocabularySize;
	}

	/** Shape [vocabularySize]. @param index from 0; −1 is the last row */
	row(index: number): Float32Array {
		const start = (index < 0 ? this.count + index : index) * this.vocabularySize;
		const end = start + this.vocabularySize;
		if (this.#data instanceof Float32Array) return this.#data.subarray(start, end);
		const values = halfTable();
		return Float32Array.from(
			halfBits(this.#data).subarray(start, end),
			(bits) => values[bits] ?? NaN
		);
	}
}
