/**
 * Writes GGUF, the file of llama.cpp: metadata, a table of tensors, and their float32 values.
 *
 * @see https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */

/** The letters GGUF. */
const MAGIC = 0x46554747;
const VERSION = 3;
/** Offsets of tensors are multiples of this; it is what readers expect unless the metadata say otherwise. */
const ALIGNMENT = 32;
const FLOAT32_TENSOR = 0;
const TYPES = { uint32: 4, int32: 5, float32: 6, bool: 7, string: 8, array: 9 } as const;

type Scalar = Exclude<keyof typeof TYPES, 'array'>;

/** One value, or as many of one type: `{ type: 'string', value: 'llama' }`. */
export type GgufValue =
	| { readonly type: 'bool'; readonly value: boolean }
	| { readonly type: 'string'; readonly value: string | readonly string[] }
	| { readonly type: 'uint32' | 'int32' | 'float32'; readonly value: number | readonly number[] };

export interface GgufTensor {
	readonly name: string;
	/** The size that varies fastest comes first: a matrix is [inputs, outputs], one row an output. */
	readonly sizes: readonly number[];
	readonly values: Float32Array<ArrayBuffer>;
}

/** Little-endian bytes, one after the other. */
class ByteWriter {
	#bytes = new Uint8Array(1024);
	#view = new DataView(this.#bytes.buffer);
	length = 0;

	#reserve(count: number): number {
		const at = this.length;
		this.length += count;
		if (this.length > this.#bytes.length) {
			const larger = new Uint8Array(2 * this.length);
			larger.set(this.#bytes);
			this.#bytes = larger;
			this.#view = new DataView(larger.buffer);
		}
		return at;
	}

	uint32(value: number): void {
		const at = this.#reserve(4);
		this.#view.setUint32(at, value, true);
	}

	uint64(value: number): void {
		const at = this.#reserve(8);
		this.#view.setBigUint64(at, BigInt(value), true);
	}

	string(text: string): void {
		const encoded = new TextEncoder().encode(text);
		this.uint64(encoded.length);
		const at = this.#reserve(encoded.length);
		this.#bytes.set(encoded, at);
	}

	scalar(type: Scalar, value: string | number | boolean): void {
		if (type === 'string') {
			this.string(String(value));
			return;
		}
		const at = this.#reserve(type === 'bool' ? 1 : 4);
		if (type === 'bool') this.#view.setUint8(at, Number(value));
		else if (type === 'uint32') this.#view.setUint32(at, Number(value), true);
		else if (type === 'int32') this.#view.setInt32(at, Number(value), true);
		else this.#view.setFloat32(at, Number(value), true);
	}

	/** Zeros up to the next place where a tensor may begin. */
	align(): void {
		this.#reserve(aligned(this.length) - this.length);
	}

	taken(): Uint8Array<ArrayBuffer> {
		return this.#bytes.subarray(0, this.length);
	}
}

function aligned(length: number): number {
	return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}

function writeValue(writer: ByteWriter, { type, value }: GgufValue): void {
	if (typeof value !== 'object') {
		writer.uint32(TYPES[type]);
		writer.scalar(type, value);
		return;
	}
	writer.uint32(TYPES.array);
	writer.uint32(TYPES[type]);
	writer.uint64(value.length);
	for (const item of value) writer.scalar(type, item);
}

function bytesOf({ name, sizes, values }: GgufTensor): Uint8Array<ArrayBuffer> {
	const count = sizes.reduce((product, size) => product * size, 1);
	if (count !== values.length) {
		throw new Error(`${name} has ${values.length} values, ${count} by its sizes`);
	}
	return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/**
 * The file in parts, to be put one behind the other: the tensors' values are not copied.
 *
 * @param metadata in the order of the file; `general.architecture` should come first
 * @throws Error when a tensor has more or fewer values than its sizes say
 */
export function writeGguf(
	metadata: Readonly<Record<string, GgufValue>>,
	tensors: readonly GgufTensor[]
): Uint8Array<ArrayBuffer>[] {
	const head = new ByteWriter();
	head.uint32(MAGIC);
	head.uint32(VERSION);
	head.uint64(tensors.length);
	head.uint64(Object.keys(metadata).length);
	for (const [key, value] of Object.entries(metadata)) {
		head.string(key);
		writeValue(head, value);
	}
	const contents = tensors.map(bytesOf);
	let offset = 0;
	for (const [n, { name, sizes }] of tensors.entries()) {
		head.string(name);
		head.uint32(sizes.length);
		for (const size of sizes) head.uint64(size);
		head.uint32(FLOAT32_TENSOR);
		head.uint64(offset);
		offset += aligned(contents[n]?.length ?? 0);
	}
	head.align();
	const padded = (bytes: Uint8Array<ArrayBuffer>) => [
		bytes,
		new Uint8Array(aligned(bytes.length) - bytes.length)
	];
	return [head.taken(), ...contents.flatMap(padded)];
}
