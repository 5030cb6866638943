/** Graphs made from a model's own: one whose heads can be switched off, and its output layer alone. */
import {
	cannotLook,
	createNode,
	floatValue,
	rewire,
	withoutInnerShapes,
	type GraphNode,
	type OnnxGraph
} from './onnx-graph.ts';

/** Input of the graph with switches, of shape [1, heads, 1, 1]: 1 leaves a head on, 0 switches it off. */
export function switchName(attention: string): string {
	return `${attention}.switch`;
}

/**
 * Multiplies each head's attention weights with a switch before they are used. A head that is off
 * adds nothing to the residual stream; with all switches at 1 every number stays the same, bit for bit.
 *
 * @param attentions the graph's attention outputs: [batch, heads, queries, keys], after softmax
 * @throws AppError `internals-unavailable` when the model does not use the weights that it shows
 */
export function withHeadSwitches(
	graph: OnnxGraph,
	attentions: readonly string[],
	heads: number
): OnnxGraph {
	const inputs = new Map(graph.inputs);
	let nodes: GraphNode[] = [...graph.nodes];
	for (const attention of attentions) {
		const producer = nodes.findIndex(({ outputs }) => outputs.includes(attention));
		const isUsed = nodes.some(({ inputs: used }) => used.includes(attention));
		if (producer < 0 || !isUsed) throw cannotLook('ablation', `${attention} leads nowhere`);
		const switched = `${attention}.switched`;
		const name = switchName(attention);
		inputs.set(name, floatValue(name, [1, heads, 1, 1]));
		nodes = nodes.map((node) => rewire(node, attention, switched));
		nodes.splice(producer + 1, 0, createNode('Mul', [attention, name], switched));
	}
	return { ...graph, inputs, nodes };
}

/** Every node between `from` and `to`, or null when `to` needs another input of the graph, too. */
function piece(graph: OnnxGraph, from: string, to: string): GraphNode[] | null {
	const producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((o) => [o, node])));
	const needed = new Set<GraphNode>();
	const open = [to];
	for (let name = open.pop(); name !== undefined; name = open.pop()) {
		if (name === from || name === '' || graph.initializers.has(name)) continue;
		const node = producers.get(name);
		if (node === undefined) return null;
		if (needed.has(node)) continue;
		needed.add(node);
		open.push(...node.inputs);
	}
	return graph.nodes.filter((node) => needed.has(node));
}

/** Names of everything that depends on what the graph is given, except constants, however they are stored. */
function computedNames({ nodes, inputs }: OnnxGraph): ReadonlySet<string> {
	const computed = new Set(inputs.keys());
	for (const node of nodes) {
		if (!node.inputs.some((name) => computed.has(name))) continue;
		for (const output of node.outputs) computed.add(output);
	}
	return computed;
}

export interface OutputLayer {
	/** Final norm and unembedding: takes `residual` [1, tokens, width], gives `logits`. */
	readonly graph: OnnxGraph;
	/** The residual stream after the last block: a value inside the model's graph. */
	readonly residual: string;
}

/**
 * Cuts the output layer out of a decoder: what lies between its last residual addition and the
 * logits. That addition is the last one of two computed values which everything behind it comes
 * from, so final norms of any make are kept, and so are their gains and the unembedding's weights in
 * whatever precision they have.
 *
 * @returns null when there is no such place
 */
export function cutOutputLayer(graph: OnnxGraph): OutputLayer | null {
	const computed = computedNames(graph);
	const additions = graph.nodes.filter(
		({ opType, inputs }) => opType === 'Add' && inputs.every((name) => computed.has(name))
	);
	for (const { outputs } of additions.toReversed()) {
		const residual = outputs[0] ?? '';
		const nodes = piece(graph, residual, 'logits');
		if (nodes === null || nodes.length === 0) continue;
		const used = new Set(nodes.flatMap(({ inputs }) => inputs));
		const logits = graph.outputs.get('logits');
		if (!used.has(residual) || logits === undefined) continue;
		return {
			residual,
			graph: {
				...withoutInnerShapes(graph),
				nodes,
				initializers: new Map([...graph.initializers].filter(([name]) => used.has(name))),
				inputs: new Map([[residual, floatValue(residual, ['batch', 'sequence', 'width'])]]),
				outputs: new Map([['logits', logits]])
			}
		};
	}
	return null;
}

/** The same graph with one more output. */
export function withOutput(graph: OnnxGraph, name: string): OnnxGraph {
	const outputs = new Map(graph.outputs);
	outputs.set(name, floatValue(name, ['batch', 'sequence', 'width']));
	return { ...graph, outputs };
}
