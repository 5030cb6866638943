/** Where the branches of a prefix tree stand in a picture: forks from left to right, leaves from top to bottom. */
import type { TreeNode } from '#core/diff/prefix-tree.ts';

export interface PlacedNode {
	readonly node: TreeNode;
	/** Place among all nodes, depth first: 0 is the root. */
	readonly index: number;
	readonly parent: number | null;
	/** 0 is the root. */
	readonly level: number;
	/** Of its edge, in CSS pixels. */
	readonly x: number;
	readonly y: number;
	/** Of its edge: its share of the runs, at least one pixel. */
	readonly thickness: number;
}

export interface TreeLayout {
	readonly nodes: readonly PlacedNode[];
	readonly width: number;
	readonly height: number;
	/** Of every edge. */
	readonly edgeWidth: number;
}

export const LEAF_HEIGHT = 34;
const THICKEST = 16;
const GAP = 26;
const NARROWEST_EDGE = 150;
const MARGIN = 12;
/** Right of the leaves, for what they were made with. */
export const LABEL_WIDTH = 150;

/** @param width the room there is; a deep tree takes more */
export function layoutTree(root: TreeNode, width: number): TreeLayout {
	const levels = depth(root);
	const room = (width - LABEL_WIDTH - 2 * MARGIN - (levels - 1) * GAP) / levels;
	const edgeWidth = Math.max(NARROWEST_EDGE, Math.floor(room));
	const nodes: PlacedNode[] = [];
	let leaves = 0;

	function place(node: TreeNode, parent: number | null, level: number): number {
		const index = nodes.length;
		const x = MARGIN + level * (edgeWidth + GAP);
		const thickness = Math.max(1, (THICKEST * node.runs.length) / root.runs.length);
		const placed = { node, index, parent, level, x, y: 0, thickness };
		nodes.push(placed);
		const rows = node.children.map((child) => place(child, index, level + 1));
		const y =
			rows.length === 0
				? MARGIN + (leaves++ + 0.75) * LEAF_HEIGHT
				: ((rows[0] ?? 0) + (rows.at(-1) ?? 0)) / 2;
		nodes[index] = { ...placed, y };
		return y;
	}

	place(root, null, 0);
	return {
		nodes,
		edgeWidth,
		width: 2 * MARGIN + levels * edgeWidth + (levels - 1) * GAP + LABEL_WIDTH,
		height: 2 * MARGIN + (leaves + 0.25) * LEAF_HEIGHT
	};
}

function depth({ children }: TreeNode): number {
	return 1 + Math.max(0, ...children.map(depth));
}

/** The next branch for an arrow key; null if missing in that direction. */
export function besideBranch(nodes: readonly PlacedNode[], at: number, key: string): number | null {
	const here = nodes[at];
	if (here === undefined) return null;
	const level = nodes.filter((each) => each.level === here.level).map(({ index }) => index);
	const place = level.indexOf(at);
	switch (key) {
		case 'ArrowLeft':
			return here.parent;
		case 'ArrowRight':
			return nodes.find(({ parent }) => parent === at)?.index ?? null;
		case 'ArrowUp':
			return level[place - 1] ?? null;
		case 'ArrowDown':
			return level[place + 1] ?? null;
		default:
			return endBranch(nodes, key);
	}
}

function endBranch(nodes: readonly PlacedNode[], key: string): number | null {
	if (key === 'Home') return 0;
	if (key !== 'End') return null;
	return nodes.findLast(({ node }) => node.children.length === 0)?.index ?? null;
}

/** From the end of the parent's edge, in a curve, along the edge itself. @param offset of a strip, downwards */
export function edgePath(
	{ x, y }: PlacedNode,
	parent: PlacedNode | undefined,
	edgeWidth: number,
	offset: number
): string {
	const [to, end] = [y + offset, x + edgeWidth];
	if (parent === undefined) return `M${x} ${to}H${end}`;
	const [start, from] = [parent.x + edgeWidth, parent.y + offset];
	const middle = (start + x) / 2;
	return `M${start} ${from}C${middle} ${from} ${middle} ${to} ${x} ${to}H${end}`;
}

/** Of the picture's type, about. */
const LETTER_WIDTH = 6.6;

/** About as much of a text as fits into a width in CSS pixels. */
export function cut(text: string, width: number): string {
	const most = Math.max(1, Math.floor(width / LETTER_WIDTH));
	const letters = Array.from(text);
	return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
}
