/** How columns are called: A, B, C … and beyond Z by number. */
import { formatList } from '#words/format.ts';

export function columnLetter(column: number): string {
	return column < 26 ? String.fromCharCode(65 + column) : (column + 1).toString();
}

export function columnLetters(columns: readonly number[]): string {
	return formatList(columns.map(columnLetter));
}
