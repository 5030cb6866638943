import { expect, test } from 'vitest';

import { prefixTree } from '#core/diff/prefix-tree.ts';
import { besideBranch, layoutTree, LEAF_HEIGHT } from './tree-layout.ts';
import fc from '../../../../../tests/property.ts';

const outputs = fc.array(fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 6 }), {
	minLength: 1,
	maxLength: 30
});

test('leaves stand apart, children right of their parents, everything inside the picture', () => {
	fc.assert(
		fc.property(outputs, fc.integer({ min: 200, max: 2000 }), (ids, width) => {
			const { nodes, height, width: drawn } = layoutTree(prefixTree(ids), width);
			const leaves = nodes.filter(({ node }) => node.children.length === 0).map(({ y }) => y);
			for (const [i, y] of leaves.entries()) {
				if (i > 0) expect(y - (leaves[i - 1] ?? 0)).toBeCloseTo(LEAF_HEIGHT, 6);
			}
			for (const { x, y, parent, index } of nodes) {
				expect(nodes[index]?.y).toBe(y);
				expect(x).toBeLessThan(drawn);
				expect(y).toBeLessThan(height);
				if (parent !== null) expect(x).toBeGreaterThan(nodes[parent]?.x ?? Infinity);
			}
		})
	);
});

test('arrow keys reach every branch from the root', () => {
	fc.assert(
		fc.property(outputs, (ids) => {
			const { nodes } = layoutTree(prefixTree(ids), 800);
			const reached = new Set([0]);
			const waiting = [0];
			for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
				for (const key of ['ArrowRight', 'ArrowDown', 'ArrowUp', 'ArrowLeft']) {
					const next = besideBranch(nodes, at, key);
					if (next === null || reached.has(next)) continue;
					reached.add(next);
					waiting.push(next);
				}
			}
			expect(reached.size).toBe(nodes.length);
		})
	);
});
