/** What the colours of a picture stand for: on the page above the drawing, in a file below it. */
export interface Legend {
	/** What is coloured, with its unit where it has one. */
	readonly title: string;
	/** In order. */
	readonly entries: readonly LegendEntry[];
}

export interface LegendEntry {
	readonly label: string;
	/** Any CSS colour. */
	readonly colour: string;
}

export interface PlacedText {
	readonly text: string;
	readonly x: number;
	/** Baseline. */
	readonly y: number;
	/** Of the square before it; null for the title. */
	readonly colour: string | null;
}

const MARGIN = 12;
const ROW = 20;
const GAP = 16;
export const SWATCH = 12;
/** From a square to its label. */
const BESIDE = 4;

/**
 * The title, then the entries, in as many rows as they need.
 *
 * @param width of the drawing, in CSS pixels
 * @param measure of a text, in CSS pixels
 * @returns `height` with the room around it
 */
export function placeLegend(
	{ title, entries }: Legend,
	width: number,
	measure: (text: string) => number
): { readonly texts: readonly PlacedText[]; readonly height: number } {
	let x = MARGIN;
	let y = MARGIN + SWATCH;
	const texts: PlacedText[] = [{ text: title, x, y, colour: null }];
	x += measure(title) + GAP;
	for (const { label, colour } of entries) {
		const taken = SWATCH + BESIDE + measure(label);
		if (x > MARGIN && x + taken > width - MARGIN) {
			x = MARGIN;
			y += ROW;
		}
		texts.push({ text: label, x: x + SWATCH + BESIDE, y, colour });
		x += taken + GAP;
	}
	return { texts, height: y + MARGIN };
}
