/** What the arrow keys do in a list whose rows hold links and buttons. */

const STEPS: Readonly<Record<string, (row: number, count: number) => number>> = {
	ArrowUp: (row) => Math.max(0, row - 1),
	ArrowDown: (row, count) => Math.min(count - 1, row + 1),
	Home: () => 0,
	End: (_, count) => count - 1
};

/** @returns the row that a key leads to; null when the key means something else, as in a field */
export function nextRow(event: KeyboardEvent, row: number, count: number): number | null {
	if (row < 0 || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return null;
	if ((event.target as Element).closest('input, textarea, select') !== null) return null;
	return STEPS[event.key]?.(row, count) ?? null;
}

/** What can have the focus in a row, in order. */
export function controlsIn(row: Element): HTMLElement[] {
	return [...row.querySelectorAll<HTMLElement>('a[href], button:not(:disabled), input')];
}
