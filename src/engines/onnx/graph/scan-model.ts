/**
 * One look through an ONNX file before the runtime gets it: what it needs, and the same graph without
 * its weights, so that a large file never has to be in memory as a whole.
 *
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto for the field numbers
 */
import { AppError } from '#core/errors.ts';
import type { UnfoldedProduct } from '../thread-limit.ts';
import type { ByteSource } from './byte-source.ts';
import {
	bytesField,
	join,
	numberField,
	readFields,
	readPacked,
	readText,
	textField,
	type Field
} from './wire.ts';

export const MODEL_GRAPH = 7;
export const GRAPH = { node: 1, initializer: 5 } as const;
const NODE = { input: 1, opType: 4, attribute: 5 } as const;
const ATTRIBUTE = { name: 1, integer: 3 } as const;
/** Products that unfold their weights in every pass; they say their sizes in attributes. */
const UNFOLDING_PRODUCTS: ReadonlySet<string> = new Set(['MatMulNBits', 'MatMulBnb4']);
export const TENSOR = { dims: 1, type: 2, name: 8, raw: 9, external: 13, location: 14 } as const;
const ENTRY = { key: 1, value: 2 } as const;
const FLOAT16 = 10;
/** Smaller tensors stay in the graph: shapes and scalars, which the runtime reads while it optimizes. */
const LEAST_MOVED_BYTES = 1024;
const MOST_TENSOR_HEAD = 4096;

export interface ModelFacts {
	/** Whether weights are half floats. */
	readonly hasHalfFloats: boolean;
	/** Bytes that each file beside the graph must have at least, by the name that the graph gives it. */
	readonly dataFiles: ReadonlyMap<string, number>;
	/** Of all weights, in the graph and beside it. */
	readonly weightBytes: number;
	/** What 8-bit weights come to once they are unfolded to float32. */
	readonly unfoldedBytes: number;
	/** Products that unfold their weights in every pass, whatever the session's options. */
	readonly unfoldedProducts: readonly UnfoldedProduct[];
	/** Of the weights that `unfoldedBytes` counts: unfolded in every pass unless that was done at load. */
	readonly foldedProducts: readonly UnfoldedProduct[];
	/** The graph with its large weights as a part of the file `mountName`. */
	readonly slim: (mountName: string) => Uint8Array<ArrayBuffer>;
}

/** A field of a message that need not be in memory. */
interface Place {
	readonly number: number;
	/** Where the field begins, where its content does, and where both end. */
	readonly start: number;
	readonly content: number;
	readonly end: number;
}

function broken(): AppError {
	return new AppError('model-invalid', 'the weights file is no readable ONNX graph', {
		details: { problem: 'not a readable ONNX graph' }
	});
}

function readVarint(source: ByteSource, at: number): { value: number; next: number } {
	const bytes = source.read(at, Math.min(source.size, at + 10));
	let value = 0;
	for (const [i, byte] of bytes.entries()) {
		if (i < 8) value += (byte & 0x7f) * 2 ** (7 * i);
		if (byte < 0x80) return { value, next: at + i + 1 };
	}
	throw broken();
}

/** Where the content of a field begins and ends. @param next where its tag ends */
function extent(source: ByteSource, wireType: number, next: number): [number, number] {
	switch (wireType) {
		case 0:
			return [next, readVarint(source, next).next];
		case 1:
			return [next, next + 8];
		case 2: {
			const length = readVarint(source, next);
			return [length.next, length.next + length.value];
		}
		case 5:
			return [next, next + 4];
		default:
			throw broken();
	}
}

function* places(source: ByteSource, from: number, to: number): Generator<Place> {
	for (let start = from; start < to;) {
		const { value: tag, next } = readVarint(source, start);
		const [content, end] = extent(source, tag % 8, next);
		if (end > to) throw broken();
		yield { number: Math.floor(tag / 8), start, content, end };
		start = end;
	}
}

interface Tensor {
	readonly name: string;
	readonly type: number;
	readonly dims: readonly number[];
	readonly elements: number;
	readonly bytes: number;
	readonly external: ReadonlyMap<string, string>;
	/** The tensor with its bytes elsewhere, or null when it stays as it is. */
	readonly moved: ((mountName: string) => Uint8Array<ArrayBuffer>) | null;
}

/** Where a tensor's bytes are, when they are in a file beside the graph: location, offset, length. */
export function readEntries(fields: readonly Field[]): Map<string, string> {
	const text = (entry: readonly Field[], wanted: number) =>
		readText(entry.find(({ number }) => number === wanted)?.bytes ?? new Uint8Array(0));
	const entries = fields.filter(({ number }) => number === TENSOR.external);
	return new Map(
		entries.map(({ bytes }) => {
			const entry = readFields(bytes);
			return [text(entry, ENTRY.key), text(entry, ENTRY.value)];
		})
	);
}

/** Sizes stand in fields of their own, or packed into one. */
export function readDims(fields: readonly Field[]): number[] {
	return fields
		.filter(({ number }) => number === TENSOR.dims)
		.flatMap(({ value, bytes }) => (bytes.length > 0 ? readPacked(bytes) : [value]));
}

function externalEntries(location: string, offset: number, length: number): Uint8Array[] {
	const entries = { location, offset: String(offset), length: String(length) };
	return Object.entries(entries).map(([key, value]) =>
		bytesField(TENSOR.external, join([textField(ENTRY.key, key), textField(ENTRY.value, value)]))
	);
}

interface TensorParts {
	/** Every field but the bytes. */
	readonly head: Uint8Array<ArrayBuffer>;
	readonly raw: Place | null;
	/** False when numbers stand in a field of their own type, as old files have them. */
	readonly isWhole: boolean;
}

function splitTensor(source: ByteSource, from: number, to: number): TensorParts {
	const all = [...places(source, from, to)];
	const rest = all.filter(({ number }) => number !== TENSOR.raw);
	const small = rest.filter(({ start, end }) => end - start <= MOST_TENSOR_HEAD);
	return {
		head: join(small.map(({ start, end }) => source.read(start, end).slice())),
		raw: all.find(({ number }) => number === TENSOR.raw) ?? null,
		isWhole: small.length === rest.length
	};
}

function moveTensor({ head, raw, isWhole }: TensorParts, rawBytes: number): Tensor['moved'] {
	if (raw === null || !isWhole || rawBytes < LEAST_MOVED_BYTES) return null;
	return (mountName) =>
		join([
			head,
			...externalEntries(mountName, raw.content, rawBytes),
			numberField(TENSOR.location, 1)
		]);
}

function readTensor(source: ByteSource, from: number, to: number): Tensor {
	const parts = splitTensor(source, from, to);
	const fields = readFields(parts.head);
	const field = (wanted: number) => fields.find(({ number }) => number === wanted);
	const rawBytes = parts.raw === null ? 0 : parts.raw.end - parts.raw.content;
	const external = readEntries(fields);
	const dims = readDims(fields);
	return {
		name: readText(field(TENSOR.name)?.bytes ?? new Uint8Array(0)),
		type: field(TENSOR.type)?.value ?? 0,
		dims,
		elements: dims.reduce((product, size) => product * size, 1),
		bytes: rawBytes + Number(external.get('length') ?? 0),
		external,
		moved: moveTensor(parts, rawBytes)
	};
}

function opTypeOf(node: readonly Field[]): string {
	const opType = node.find(({ number }) => number === NODE.opType);
	return opType === undefined ? '' : readText(opType.bytes);
}

function unfoldedProduct(fields: readonly Field[]): UnfoldedProduct[] {
	if (!UNFOLDING_PRODUCTS.has(opTypeOf(fields))) return [];
	const attributes = fields.filter(({ number }) => number === NODE.attribute);
	const integers = new Map(
		attributes.map(({ bytes }) => {
			const attribute = readFields(bytes);
			const name = attribute.find(({ number }) => number === ATTRIBUTE.name);
			const integer = attribute.find(({ number }) => number === ATTRIBUTE.integer);
			return [readText(name?.bytes ?? new Uint8Array(0)), integer?.value ?? 0];
		})
	);
	return [{ k: integers.get('K') ?? 0, n: integers.get('N') ?? 0 }];
}

/** Names of the weights that the graph unfolds from 8 bits. */
function dequantizedInput(fields: readonly Field[]): string | null {
	if (opTypeOf(fields) !== 'DequantizeLinear') return null;
	const input = fields.find(({ number }) => number === NODE.input);
	return input === undefined ? null : readText(input.bytes);
}

interface Piece {
	readonly place: Place;
	readonly tensor: Tensor | null;
}

function dataFilesOf(tensors: readonly Tensor[]): Map<string, number> {
	const needed = new Map<string, number>();
	for (const { external } of tensors) {
		const location = external.get('location')?.replace(/^\.\//, '');
		if (location === undefined) continue;
		const end = Number(external.get('offset') ?? 0) + Number(external.get('length') ?? 0);
		needed.set(location, Math.max(needed.get(location) ?? 0, end));
	}
	return needed;
}

/** @throws AppError `model-invalid` when it is no ONNX file */
export function scanModel(source: ByteSource): ModelFacts {
	const outer = [...places(source, 0, source.size)];
	const graph = outer.find(({ number }) => number === MODEL_GRAPH);
	if (graph === undefined) throw broken();
	const pieces: Piece[] = [...places(source, graph.content, graph.end)].map((place) => ({
		place,
		tensor: place.number === GRAPH.initializer ? readTensor(source, place.content, place.end) : null
	}));
	const tensors = pieces.flatMap(({ tensor }) => tensor ?? []);
	const nodes = pieces
		.filter(({ place }) => place.number === GRAPH.node)
		.map(({ place }) => readFields(source.read(place.content, place.end).slice()));
	const dequantized = new Set(nodes.map(dequantizedInput));
	const folded = tensors.filter(({ name }) => dequantized.has(name));
	const raw = ({ start, end }: Place) => source.read(start, end).slice();
	return {
		hasHalfFloats: tensors.some(({ type, elements }) => type === FLOAT16 && elements > 1),
		dataFiles: dataFilesOf(tensors),
		weightBytes: tensors.reduce((sum, { bytes }) => sum + bytes, 0),
		unfoldedBytes: folded.reduce((sum, { elements }) => sum + 4 * elements, 0),
		unfoldedProducts: nodes.flatMap(unfoldedProduct),
		foldedProducts: folded.flatMap(({ dims: [k, n, ...more] }) =>
			k === undefined || n === undefined || more.length > 0 ? [] : [{ k, n }]
		),
		slim: (mountName) => {
			const body = pieces.map(({ place, tensor }) => {
				const moved = tensor?.moved?.(mountName);
				return moved === undefined ? raw(place) : bytesField(GRAPH.initializer, moved);
			});
			const rest = outer.filter((place) => place !== graph).map(raw);
			return join([...rest, bytesField(MODEL_GRAPH, join(body))]);
		}
	};
}
