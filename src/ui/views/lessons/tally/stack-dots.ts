/** Dots along a line, stacked where they would cover each other. */
export interface StackedDot {
	readonly x: number;
	/** 0 on the line, 1 above it, … */
	readonly level: number;
}

/**
 * @param xs places along the line, ascending
 * @param size of a dot, in the same unit: dots closer than this stand in one stack
 */
export function stackDots(xs: readonly number[], size: number): StackedDot[] {
	let base = -Infinity;
	let level = 0;
	return xs.map((x) => {
		if (x - base < size) level++;
		else [base, level] = [x, 0];
		return { x: base, level };
	});
}
