/** The numbers behind a picture: shown as a table, saved as CSV. */

export interface PictureColumn {
	/** With the unit where there is one: `Entropy (nats)`. */
	readonly label: string;
	/** Numbers stand right-aligned and are shown with this many digits that count; CSV keeps them all. */
	readonly digits?: number;
	/** Of its texts, as `lang` says it; without it they are in the page's. */
	readonly lang?: string | undefined;
}

export interface PictureTable {
	readonly columns: readonly PictureColumn[];
	/** One cell a column; null where there is nothing to say. */
	readonly rows: readonly (readonly PictureCell[])[];
}

export type PictureCell = string | number | null;

/** A cell as people read it. */
export function shownCell(cell: PictureCell, { digits }: PictureColumn): string {
	if (cell === null) return '–';
	if (typeof cell === 'string' || Number.isInteger(cell)) return cell.toString();
	if (!Number.isFinite(cell)) return cell > 0 ? '∞' : '−∞';
	return Number(cell.toPrecision(digits ?? 4)).toString();
}

/**
 * The table as CSV (RFC 4180): UTF-8, CRLF, a header line, numbers in full precision, empty for null.
 * Texts are always quoted, so that a token of blanks or digits stays what it is.
 */
export function tableToCsv({ columns, rows }: PictureTable): string {
	const lines = [columns.map(({ label }) => quote(label)), ...rows.map((row) => row.map(csvCell))];
	return lines.map((cells) => `${cells.join(',')}\r\n`).join('');
}

function csvCell(cell: PictureCell): string {
	if (cell === null) return '';
	return typeof cell === 'number' ? cell.toString() : quote(cell);
}

function quote(text: string): string {
	return `"${text.replaceAll('"', '""')}"`;
}
