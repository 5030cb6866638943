/** Sets tokens in lines for a picture, where the browser does not do it. */

export interface PlacedToken {
	readonly index: number;
	readonly x: number;
	/** Of the line's top. */
	readonly y: number;
	readonly width: number;
	readonly text: string;
}

export interface TokenLayout {
	readonly tokens: readonly PlacedToken[];
	readonly height: number;
}

/**
 * @param measure width of a text in CSS pixels
 * @param lineHeight in CSS pixels
 */
export function layOutTokens(
	texts: readonly string[],
	width: number,
	{ measure, lineHeight }: { measure: (text: string) => number; lineHeight: number }
): TokenLayout {
	const tokens: PlacedToken[] = [];
	let x = 0;
	let line = 0;
	for (const [index, text] of texts.entries()) {
		const breaks = text.includes('\n');
		const shown = text.replaceAll('\n', '↵').replaceAll('\t', '⇥');
		const tokenWidth = measure(shown);
		if (x > 0 && x + tokenWidth > width) {
			x = 0;
			line += 1;
		}
		tokens.push({ index, x, y: line * lineHeight, width: tokenWidth, text: shown });
		x += tokenWidth;
		if (breaks) {
			x = 0;
			line += 1;
		}
	}
	return { tokens, height: (line + 1) * lineHeight };
}

let context: CanvasRenderingContext2D | null = null;

/** Measures texts in a font, as CSS writes it. */
export function measureIn(font: string): (text: string) => number {
	context ??= document.createElement('canvas').getContext('2d');
	const known = new Map<string, number>();
	return (text) => {
		const before = known.get(text);
		if (before !== undefined) return before;
		if (context === null) return text.length * 7;
		context.font = font;
		const { width } = context.measureText(text);
		known.set(text, width);
		return width;
	};
}
