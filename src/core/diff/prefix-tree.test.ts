import { describe, expect, it } from 'vitest';

import { exampleToken } from '../../../tests/fixtures/example-run.ts';
import { branchProbability, prefixTree } from './prefix-tree.ts';
import type { TreeNode } from './prefix-tree.ts';
import fc from '../../../tests/property.ts';

/** Every path from the root to a leaf. */
function paths(node: TreeNode, above: readonly TreeNode[] = []): (readonly TreeNode[])[] {
	const path = [...above, node];
	return node.children.length === 0 ? [path] : node.children.flatMap((child) => paths(child, path));
}

function nodesOf(node: TreeNode): TreeNode[] {
	return [node, ...node.children.flatMap(nodesOf)];
}

describe('a prefix tree', () => {
	it('parts where outputs part, the most taken branch first', () => {
		const tree = prefixTree([
			[1, 2, 3],
			[1, 2, 4, 5],
			[1, 2, 4, 6],
			[1, 2]
		]);
		expect(tree).toEqual({
			from: 0,
			to: 2,
			runs: [0, 1, 2, 3],
			children: [
				{
					from: 2,
					to: 3,
					runs: [1, 2],
					children: [
						{ from: 3, to: 4, runs: [1], children: [] },
						{ from: 3, to: 4, runs: [2], children: [] }
					]
				},
				{ from: 2, to: 3, runs: [0], children: [] },
				{ from: 2, to: 2, runs: [3], children: [] }
			]
		});
	});

	it('of equal outputs is one path', () => {
		expect(
			prefixTree([
				[7, 8],
				[7, 8]
			])
		).toEqual({ from: 0, to: 2, runs: [0, 1], children: [] });
		expect(prefixTree([[]])).toEqual({ from: 0, to: 0, runs: [0], children: [] });
	});

	const outputs = fc.array(fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 6 }), {
		minLength: 1,
		maxLength: 40
	});

	it('has every output as one path, and only those', () => {
		fc.assert(
			fc.property(outputs, (ids) => {
				const seen: number[] = [];
				for (const path of paths(prefixTree(ids))) {
					for (const run of path.at(-1)?.runs ?? []) {
						const spelled = path.flatMap(({ from, to }) => ids[run]?.slice(from, to) ?? []);
						expect(spelled).toEqual(ids[run]);
						seen.push(run);
					}
				}
				expect(seen.sort((a, b) => a - b)).toEqual(ids.map((_, i) => i));
			})
		);
	});

	it('has counts that add up, and siblings that begin with different tokens', () => {
		fc.assert(
			fc.property(outputs, (ids) => {
				for (const { children, runs } of nodesOf(prefixTree(ids))) {
					if (children.length === 0) continue;
					expect(children.length).toBeGreaterThan(1);
					expect(children.flatMap((child) => child.runs).sort((a, b) => a - b)).toEqual(runs);
					const firsts = children.map((child) =>
						child.from === child.to ? 'end' : ids[child.runs[0] ?? 0]?.[child.from]
					);
					expect(new Set(firsts).size).toBe(children.length);
				}
			})
		);
	});
});

it('a branch has the probability of its first token, lowest and highest of its runs', () => {
	const traces = [
		[exampleToken(1, 'a'), { ...exampleToken(2, 'b'), logprob: -1 }],
		[exampleToken(1, 'a'), { ...exampleToken(2, 'b'), logprob: -2 }],
		[exampleToken(1, 'a')]
	];
	const tree = prefixTree(traces.map((trace) => trace.map(({ id }) => id)));
	const [branch, end] = tree.children;
	if (branch === undefined || end === undefined) throw new Error('no fork');
	const { low, high } = branchProbability(branch, traces) ?? { low: 0, high: 0 };
	expect(low).toBeCloseTo(Math.exp(-2), 12);
	expect(high).toBeCloseTo(Math.exp(-1), 12);
	expect(branchProbability(end, traces)).toBeNull();
});
