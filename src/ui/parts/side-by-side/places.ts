/** Which token of one column is in the place of a token of another. */
import type { RunComparison } from '#core/diff/compare-runs.ts';
import type { Pointed } from '#state/bench/column-pointer.svelte.ts';

/**
 * @param columns where the compared runs stand among the columns on the page
 * @param column one of the columns on the page
 * @returns an output index; null where that output has nothing in this place, or is not compared
 */
export function placeIn(
	comparison: RunComparison | null,
	columns: readonly number[],
	at: Pointed | null,
	column: number
): number | null {
	if (comparison === null || at === null) return null;
	const [from, to] = [columns.indexOf(at.column), columns.indexOf(column)];
	return comparison.columns[from]?.places[to]?.[at.index] ?? null;
}
