/** How columns are called: A, B, C … and beyond Z by number. */
export function columnLetter(column: number): string {
	return column < 26 ? String.fromCharCode(65 + column) : (column + 1).toString();
}

/** "A", "A and B", "A, B and C". */
export function columnLetters(columns: readonly number[]): string {
	const letters = columns.map(columnLetter);
	const last = letters.pop() ?? '';
	return letters.length === 0 ? last : `${letters.join(', ')} and ${last}`;
}
