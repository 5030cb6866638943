/** Where the rows of a long list stand, of which only a few are drawn. All lengths in CSS pixels. */

export interface RowLayout {
	readonly keys: readonly string[];
	/** Where each row begins, below the top of the list; one more at the end: the height of all. */
	readonly tops: Float64Array;
}

/** Rows `from` to `to`, without `to`. */
export interface RowRange {
	readonly from: number;
	readonly to: number;
}

/**
 * @param heights of the rows that have been drawn, by key
 * @param guess the height of the others
 */
export function layRows(
	keys: readonly string[],
	heights: ReadonlyMap<string, number>,
	guess: number
): RowLayout {
	const tops = new Float64Array(keys.length + 1);
	let top = 0;
	for (const [index, key] of keys.entries()) {
		tops[index] = top;
		top += heights.get(key) ?? guess;
	}
	tops[keys.length] = top;
	return { keys, tops };
}

/** The row at a height: the first above it, the last below it, 0 of none. */
export function rowAt({ keys, tops }: RowLayout, y: number): number {
	let low = 0;
	let high = Math.max(0, keys.length - 1);
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((tops[middle] ?? Infinity) <= y) low = middle;
		else high = middle - 1;
	}
	return low;
}

/**
 * The rows that are seen between two heights, and `more` on either side.
 */
export function rowsBetween(
	layout: RowLayout,
	top: number,
	bottom: number,
	more: number
): RowRange {
	const count = layout.keys.length;
	const from = Math.max(0, rowAt(layout, top) - more);
	return { from, to: Math.min(count, rowAt(layout, Math.max(top, bottom)) + 1 + more) };
}

/** Rows of a range, and a row elsewhere with its neighbours: what has the focus stays, and Tab continues from it. */
export function withNeighbours({ from, to }: RowRange, at: number, count: number): number[] {
	const rows = new Set<number>();
	for (let row = from; row < to; row++) rows.add(row);
	if (at >= 0) {
		for (let row = Math.max(0, at - 1); row <= Math.min(count - 1, at + 1); row++) rows.add(row);
	}
	return [...rows].sort((a, b) => a - b);
}
