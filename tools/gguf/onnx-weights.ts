/** The weights of an ONNX file by name, whether they stand in the graph or in a file beside it. */
import {
	GRAPH,
	MODEL_GRAPH,
	readDims,
	readEntries,
	TENSOR
} from '#engines/onnx/graph/scan-model.ts';
import { readFields, readText, type Field } from '#engines/onnx/graph/wire.ts';

const FLOAT32 = 1;
const INT8 = 3;

export interface OnnxTensor {
	readonly name: string;
	readonly dims: readonly number[];
	/** `TensorProto.DataType`: 1 is float32, 3 int8. */
	readonly type: number;
	/** Its values when they stand in the graph, else empty. */
	readonly raw: Uint8Array<ArrayBuffer>;
	readonly place: { readonly offset: number; readonly length: number } | null;
}

export interface OnnxWeight {
	readonly name: string;
	readonly dims: readonly number[];
	readonly values: Float32Array<ArrayBuffer> | Int8Array<ArrayBuffer>;
}

function field(fields: readonly Field[], number: number): Field | undefined {
	return fields.find((candidate) => candidate.number === number);
}

/** Where the values stand in the file beside the graph, in bytes; null when they are in the graph. */
function readPlace(fields: readonly Field[]): OnnxTensor['place'] {
	const place = readEntries(fields);
	if (place.size === 0) return null;
	return { offset: Number(place.get('offset') ?? 0), length: Number(place.get('length') ?? 0) };
}

/** What the graph says of its weights, in its order. */
export function listOnnxTensors(model: Uint8Array<ArrayBuffer>): OnnxTensor[] {
	const graph = field(readFields(model), MODEL_GRAPH)?.bytes ?? new Uint8Array(0);
	return readFields(graph)
		.filter(({ number }) => number === GRAPH.initializer)
		.map(({ bytes }) => readFields(bytes))
		.map((fields) => ({
			name: readText(field(fields, TENSOR.name)?.bytes ?? new Uint8Array(0)),
			dims: readDims(fields),
			type: field(fields, TENSOR.type)?.value ?? 0,
			raw: field(fields, TENSOR.raw)?.bytes ?? new Uint8Array(0),
			place: readPlace(fields)
		}));
}

/**
 * Tensors of float32 and int8; others (shapes, counts) are left out.
 *
 * @param data the file that the graph names for its weights; empty when they stand in the graph
 */
export function readOnnxWeights(
	model: Uint8Array<ArrayBuffer>,
	data: Uint8Array<ArrayBuffer>
): OnnxWeight[] {
	return listOnnxTensors(model)
		.filter(({ type }) => type === FLOAT32 || type === INT8)
		.map(({ name, dims, type, raw, place }) => {
			const bytes = place === null ? raw : data.subarray(place.offset, place.offset + place.length);
			// Copied, so that the values begin where an array of numbers may.
			const { buffer } = bytes.slice();
			const values = type === FLOAT32 ? new Float32Array(buffer) : new Int8Array(buffer);
			return { name, dims, values };
		});
}
