/** Outputs that begin alike, as a tree: one path as long as they agree, a fork where they part. */
import type { TokenTrace } from '../run-file/schema.ts';
import { exp } from '../sampling/exp-ln.ts';

export interface TreeNode {
	/** The output tokens on the edge that leads here, by index: those of any of its runs. Ends are exclusive. */
	readonly from: number;
	readonly to: number;
	/** Indices of the outputs whose path leads through here, ascending. */
	readonly runs: readonly number[];
	/**
	 * The most taken first, then by the first output. Where some outputs end and others go on, those
	 * that end have a child of their own without tokens. No children: the outputs end here.
	 */
	readonly children: readonly TreeNode[];
}

/**
 * @param outputs token ids; at least one output
 * @returns the root: its edge is what all outputs begin with, which may be nothing
 */
export function prefixTree(outputs: readonly (readonly number[])[]): TreeNode {
	return grow(
		outputs,
		outputs.map((_, i) => i),
		0
	);
}

function grow(
	outputs: readonly (readonly number[])[],
	runs: readonly number[],
	from: number
): TreeNode {
	const first = outputs[runs[0] ?? 0] ?? [];
	let to = from;
	while (to < first.length && runs.every((run) => outputs[run]?.[to] === first[to])) to++;
	const groups = new Map<number | undefined, number[]>();
	for (const run of runs) {
		const token = outputs[run]?.[to];
		groups.set(token, [...(groups.get(token) ?? []), run]);
	}
	if (groups.size <= 1) return { from, to, runs, children: [] };
	const children = [...groups.values()]
		.map((group) => grow(outputs, group, to))
		.sort((a, b) => b.runs.length - a.runs.length || (a.runs[0] ?? 0) - (b.runs[0] ?? 0));
	return { from, to, runs, children };
}

/** Lowest and highest: they differ when the runs are of several models. */
export interface ProbabilityRange {
	readonly low: number;
	readonly high: number;
}

/**
 * How likely the token was that leads into a node.
 *
 * @param traces of all outputs, in the order that `prefixTree` was given
 * @returns 0 to 1, under the raw logits; null where the outputs end
 */
export function branchProbability(
	node: TreeNode,
	traces: readonly (readonly TokenTrace[])[]
): ProbabilityRange | null {
	if (node.from === node.to) return null;
	const logprobs = node.runs.map((run) => traces[run]?.[node.from]?.logprob ?? -Infinity);
	return { low: exp(Math.min(...logprobs)), high: exp(Math.max(...logprobs)) };
}
