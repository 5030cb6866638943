/**
 * The graph in an ONNX file: read as far as it takes to insert a node or to cut a piece out, and
 * written again with everything else byte for byte as it was.
 *
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto for the field numbers
 */
import { AppError } from '#core/errors.ts';
import { bytesField, join, numberField, readFields, readText, textField } from './wire.ts';

const MODEL = { graph: 7 } as const;
const GRAPH = { node: 1, initializer: 5, input: 11, output: 12, valueInfo: 13 } as const;
const NODE = { input: 1, output: 2, name: 3, opType: 4 } as const;
const TENSOR_NAME = 8;
const TENSOR_LOCATION = 14;
const VALUE_NAME = 1;
const FLOAT = 1;

export interface GraphNode {
	readonly opType: string;
	readonly inputs: readonly string[];
	readonly outputs: readonly string[];
	/** A NodeProto. */
	readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface OnnxGraph {
	/** In the file's order, in which every node comes after those it needs. */
	readonly nodes: readonly GraphNode[];
	/** TensorProto by name. */
	readonly initializers: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
	/** ValueInfoProto by name. */
	readonly inputs: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
	readonly outputs: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
	/** Whatever else the graph holds, as whole fields. */
	readonly graphRest: readonly Uint8Array[];
	/** Everything of the model but its graph (versions, operator sets), as whole fields. */
	readonly modelRest: readonly Uint8Array[];
}

export function cannotLook(what: 'attention' | 'lens' | 'ablation', reason: string): AppError {
	return new AppError('internals-unavailable', `${what}: ${reason}`, { details: { what, reason } });
}

function readNode(bytes: Uint8Array<ArrayBuffer>): GraphNode {
	const fields = readFields(bytes);
	const texts = (number: number) =>
		fields.filter((field) => field.number === number).map((field) => readText(field.bytes));
	return {
		opType: texts(NODE.opType)[0] ?? '',
		inputs: texts(NODE.input),
		outputs: texts(NODE.output),
		bytes
	};
}

function nameOf(message: Uint8Array<ArrayBuffer>, field: number): string {
	const found = readFields(message).find(({ number }) => number === field);
	return found === undefined ? '' : readText(found.bytes);
}

function hasOutsideData(tensor: Uint8Array<ArrayBuffer>): boolean {
	return readFields(tensor).some(({ number, value }) => number === TENSOR_LOCATION && value === 1);
}

/**
 * @param model a ModelProto; the graph's parts are views of it
 * @throws AppError `model-invalid` when it cannot be read
 */
export function readGraph(model: Uint8Array<ArrayBuffer>): OnnxGraph {
	const modelFields = readFields(model);
	const graph = modelFields.find(({ number }) => number === MODEL.graph);
	const fields = graph === undefined ? [] : readFields(graph.bytes);
	const messages = (number: number) =>
		fields.filter((field) => field.number === number).map(({ bytes }) => bytes);
	const named = (number: number, nameField: number) =>
		new Map(messages(number).map((bytes) => [nameOf(bytes, nameField), bytes]));
	const known: readonly number[] = [GRAPH.node, GRAPH.initializer, GRAPH.input, GRAPH.output];
	return {
		nodes: messages(GRAPH.node).map(readNode),
		initializers: named(GRAPH.initializer, TENSOR_NAME),
		inputs: named(GRAPH.input, VALUE_NAME),
		outputs: named(GRAPH.output, VALUE_NAME),
		graphRest: fields.filter(({ number }) => !known.includes(number)).map(({ raw }) => raw),
		modelRest: modelFields.filter(({ number }) => number !== MODEL.graph).map(({ raw }) => raw)
	};
}

/** True when weights lie in a second file, which a rewritten graph would no longer find. */
export function hasOutsideWeights({ initializers }: OnnxGraph): boolean {
	return [...initializers.values()].some(hasOutsideData);
}

/** @returns a ModelProto */
export function writeGraph(graph: OnnxGraph): Uint8Array<ArrayBuffer> {
	const all = (number: number, messages: Iterable<Uint8Array>) =>
		[...messages].map((bytes) => bytesField(number, bytes));
	const body = join([
		...all(
			GRAPH.node,
			graph.nodes.map(({ bytes }) => bytes)
		),
		...all(GRAPH.initializer, graph.initializers.values()),
		...all(GRAPH.input, graph.inputs.values()),
		...all(GRAPH.output, graph.outputs.values()),
		...graph.graphRest
	]);
	return join([...graph.modelRest, bytesField(MODEL.graph, body)]);
}

/** A node of the standard operator set, without attributes. */
export function createNode(opType: string, inputs: readonly string[], output: string): GraphNode {
	const bytes = join([
		...inputs.map((name) => textField(NODE.input, name)),
		textField(NODE.output, output),
		textField(NODE.name, output),
		textField(NODE.opType, opType)
	]);
	return { opType, inputs, outputs: [output], bytes };
}

/** The node with one of its inputs taken from elsewhere. */
export function rewire(node: GraphNode, from: string, to: string): GraphNode {
	if (!node.inputs.includes(from)) return node;
	const parts = readFields(node.bytes).map((field) =>
		field.number === NODE.input && readText(field.bytes) === from
			? textField(NODE.input, to)
			: field.raw
	);
	return {
		...node,
		inputs: node.inputs.map((name) => (name === from ? to : name)),
		bytes: join(parts)
	};
}

/**
 * A float32 tensor's ValueInfoProto.
 *
 * @param shape sizes, or names of sizes that are open
 */
export function floatValue(
	name: string,
	shape: readonly (number | string)[]
): Uint8Array<ArrayBuffer> {
	const dims = shape.map((size) =>
		bytesField(1, typeof size === 'number' ? numberField(1, size) : textField(2, size))
	);
	const tensor = join([numberField(1, FLOAT), bytesField(2, join(dims))]);
	return join([textField(VALUE_NAME, name), bytesField(2, bytesField(1, tensor))]);
}

/** The graph without the shapes of inner values, which no longer hold in a piece of it. */
export function withoutInnerShapes(graph: OnnxGraph): OnnxGraph {
	const graphRest = graph.graphRest.filter((raw) => {
		const [field] = readFields(new Uint8Array(raw));
		return field?.number !== GRAPH.valueInfo;
	});
	return { ...graph, graphRest };
}
