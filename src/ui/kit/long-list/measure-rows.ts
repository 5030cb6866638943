/** Less than this is rounding. */
const SAME_PX = 0.5;

/**
 * Heights of rows in the document that are not known yet, or not as they are, in CSS pixels.
 *
 * @param rows elements with their place among the keys in `data-row`
 */
export function changedHeights(
	rows: Iterable<Element>,
	keys: readonly string[],
	known: ReadonlyMap<string, number>
): Map<string, number> {
	const changed = new Map<string, number>();
	for (const row of rows) {
		const key = keys[Number((row as HTMLElement).dataset['row'])];
		const { height } = row.getBoundingClientRect();
		if (key === undefined || height === 0) continue;
		if (Math.abs((known.get(key) ?? -1) - height) > SAME_PX) changed.set(key, height);
	}
	return changed;
}
