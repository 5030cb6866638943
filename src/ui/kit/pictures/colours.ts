/**
 * Colours of pictures, safe for the colour-blind in both themes (a test simulates it). The tokens are
 * in app.css; these functions name them. They give CSS colours for SVG and HTML; a canvas, which
 * knows no CSS variables, takes its pixels from `rampPixels`.
 *
 * Colour is never the only sign: give lines a dash or a label as well.
 */

/** How many categorical colours there are; a picture that needs more needs another sign. */
export const CATEGORY_COUNT = 5;

/** @param index from 0; wraps around */
export function categoricalColour(index: number): string {
	return `var(--picture-${((index % CATEGORY_COUNT) + 1).toString()})`;
}

/** Pale for 0, strong for 1. @param share 0 to 1, clamped */
export function sequentialColour(share: number): string {
	return mix('--picture-low', '--picture-high', share);
}

/** From this share on, the scale is dark enough for white letters on a light page, or light enough for black on a dark one. */
export const INK_TURNS = { light: 0.66, dark: 0.42 } as const;

/** Of letters on `sequentialColour(share)`: 4.5 to 1 in both themes. */
export function inkOnSequential(share: number): string {
	const onLight = share < INK_TURNS.light ? '#000' : '#fff';
	const onDark = share < INK_TURNS.dark ? '#fff' : '#000';
	return `light-dark(${onLight}, ${onDark})`;
}

/** Blue below 0, neutral at 0, orange above. @param value −1 to 1, clamped */
export function divergingColour(value: number): string {
	const end = value < 0 ? '--picture-below' : '--picture-above';
	return mix('--picture-zero', end, Math.abs(value));
}

function mix(from: string, to: string, share: number): string {
	const percent = (Math.min(1, Math.max(0, share)) * 100).toFixed(1);
	return `color-mix(in oklab, var(${to}) ${percent}%, var(${from}))`;
}

export type RampKind = 'sequential' | 'diverging';

export const RAMP_SIZE = 256;

/**
 * A colour scale as pixels for a canvas, in the theme that holds at an element.
 *
 * @param element any element of the picture; must be in the document
 * @returns RGBA bytes, shape [RAMP_SIZE, 4]: entry 0 is the scale's low end (0, or −1 when diverging)
 */
export function rampPixels(element: Element, kind: RampKind): Uint8ClampedArray {
	const colourAt = (share: number): string =>
		kind === 'sequential' ? sequentialColour(share) : divergingColour(2 * share - 1);
	const colours = Array.from({ length: RAMP_SIZE }, (_, i) => colourAt(i / (RAMP_SIZE - 1)));
	return resolveColours(element, colours);
}

/** What any CSS colours are at an element, as RGBA bytes, shape [colours, 4]. */
export function resolveColours(element: Element, colours: readonly string[]): Uint8ClampedArray {
	const probe = element.ownerDocument.createElement('span');
	const canvas = element.ownerDocument.createElement('canvas');
	canvas.width = Math.max(1, colours.length);
	canvas.height = 1;
	const context = canvas.getContext('2d', { willReadFrequently: true });
	if (context === null) throw new Error('no 2d canvas');
	(element.parentElement ?? element).append(probe);
	colours.forEach((colour, x) => {
		probe.style.color = colour;
		context.fillStyle = getComputedStyle(probe).color;
		context.fillRect(x, 0, 1, 1);
	});
	probe.remove();
	return context.getImageData(0, 0, canvas.width, 1).data.slice(0, colours.length * 4);
}
