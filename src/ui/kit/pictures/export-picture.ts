/** Turns what is drawn on the page into files that look the same anywhere. */
import { resolveColours } from './colours.ts';
import { placeLegend, SWATCH, type Legend } from './legend.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** The properties that pictures use; a file has no style sheet of ours. */
const PAINTS = ['fill', 'stroke', 'color'] as const;
const STYLES = [
	'fill-opacity',
	'stroke-opacity',
	'stroke-width',
	'stroke-dasharray',
	'stroke-linecap',
	'stroke-linejoin',
	'opacity',
	'display',
	'font-family',
	'font-size',
	'font-weight',
	'font-style',
	'text-anchor',
	'dominant-baseline',
	'paint-order',
	'white-space',
	'image-rendering'
] as const;

export interface PictureWords {
	readonly title: string;
	readonly description: string;
	readonly legend?: Legend | undefined;
}

/**
 * A drawing as a stand-alone SVG file: styles written into it, the page's background behind it.
 *
 * @param drawing an SVG with a `viewBox`, or a canvas (which becomes an image inside the file)
 */
export function drawingToSvg(
	drawing: SVGSVGElement | HTMLCanvasElement,
	words: PictureWords
): string {
	const { svg, width, height } =
		drawing instanceof HTMLCanvasElement ? fromCanvas(drawing) : fromSvg(drawing);
	const below =
		words.legend === undefined ? 0 : addLegend(drawing, svg, words.legend, { width, height });
	svg.setAttribute('xmlns', SVG);
	svg.setAttribute('width', width.toString());
	svg.setAttribute('height', (height + below).toString());
	svg.setAttribute('viewBox', `0 0 ${width} ${height + below}`);
	const [background = ''] = plainColours(drawing, ['var(--sheet, Canvas)']);
	svg.prepend(
		element(drawing, 'title', {}, words.title),
		element(drawing, 'desc', {}, words.description),
		element(drawing, 'rect', { width: '100%', height: '100%', fill: background })
	);
	return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;
}

/**
 * A drawing as PNG, on the page's background.
 *
 * @param scale pixels of the file per CSS pixel
 * @throws Error when the browser cannot draw or encode it
 */
export async function drawingToPng(
	drawing: SVGSVGElement | HTMLCanvasElement,
	words: PictureWords,
	scale = 2
): Promise<Blob> {
	const image = drawing.ownerDocument.createElement('img');
	image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawingToSvg(drawing, words))}`;
	await image.decode();
	const canvas = drawing.ownerDocument.createElement('canvas');
	canvas.width = Math.round(image.naturalWidth * scale);
	canvas.height = Math.round(image.naturalHeight * scale);
	const context = canvas.getContext('2d');
	if (context === null) throw new Error('no 2d canvas');
	context.drawImage(image, 0, 0, canvas.width, canvas.height);
	const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
	if (blob === null) throw new Error('the picture is too large to encode');
	return blob;
}

/** Below the drawing: a file has no page around it that says it. @returns the height that it takes */
function addLegend(
	drawing: Element,
	svg: SVGElement,
	legend: Legend,
	{ width, height: top }: { readonly width: number; readonly height: number }
): number {
	const font = `12px ${getComputedStyle(drawing).fontFamily}`;
	const { texts, height } = placeLegend(legend, width, (text) => widthIn(drawing, font, text));
	const [ink = '', line = ''] = plainColours(drawing, [
		'var(--ink, CanvasText)',
		'var(--line, GrayText)'
	]);
	const colours = plainColours(
		drawing,
		texts.map(({ colour }) => colour ?? 'transparent')
	);
	for (const [i, { text, x, y, colour }] of texts.entries()) {
		if (colour !== null) {
			const place = { x: `${x - SWATCH - 4}`, y: `${top + y - SWATCH + 2}` };
			const size = { width: `${SWATCH}`, height: `${SWATCH}`, rx: '3', stroke: line };
			svg.append(element(drawing, 'rect', { ...place, ...size, fill: colours[i] ?? '' }));
		}
		const weight = colour === null ? 600 : 400;
		// @wc-ignore
		const style = `font:${weight} ${font};fill:${ink}`;
		svg.append(element(drawing, 'text', { x: `${x}`, y: `${top + y}`, style }, text));
	}
	return height;
}

function widthIn(like: Element, font: string, text: string): number {
	const context = like.ownerDocument.createElement('canvas').getContext('2d');
	if (context === null) throw new Error('no 2d canvas');
	context.font = font;
	return context.measureText(text).width;
}

interface Standalone {
	readonly svg: SVGSVGElement;
	readonly width: number;
	readonly height: number;
}

function fromSvg(drawing: SVGSVGElement): Standalone {
	const svg = drawing.cloneNode(true) as SVGSVGElement;
	inlineStyles(drawing, svg);
	const { width, height } = drawing.viewBox.baseVal;
	return { svg, width, height };
}

function fromCanvas(drawing: HTMLCanvasElement): Standalone {
	const width = drawing.clientWidth || drawing.width;
	const height = drawing.clientHeight || drawing.height;
	const svg = element(drawing, 'svg', { viewBox: `0 0 ${width} ${height}` });
	const href = drawing.toDataURL('image/png');
	svg.append(element(drawing, 'image', { href, width: '100%', height: '100%' }));
	return { svg: svg as SVGSVGElement, width, height };
}

function element(
	like: Element,
	name: string,
	attributes: Readonly<Record<string, string>>,
	text = ''
): SVGElement {
	const made = like.ownerDocument.createElementNS(SVG, name);
	for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
	made.textContent = text;
	return made;
}

/** Writes each element's computed look into its copy, and takes away what only the page needs. */
function inlineStyles(from: SVGSVGElement, to: SVGSVGElement): void {
	const originals = [from, ...from.querySelectorAll('*')];
	const copies = [to, ...to.querySelectorAll('*')];
	const looks = originals.map((original) => getComputedStyle(original));
	const paints = new Set(
		looks.flatMap((look) => PAINTS.map((name) => look.getPropertyValue(name)))
	);
	const plain = plainPaints(from, [...paints]);
	copies.forEach((copy, i) => {
		const look = looks[i];
		if (look === undefined) return;
		for (const { name } of [...copy.attributes]) if (isOfThePage(name)) copy.removeAttribute(name);
		const paint = PAINTS.map((name) => {
			const value = look.getPropertyValue(name);
			return `${name}:${plain.get(value) ?? value}`;
		});
		const rest = STYLES.map((name) => `${name}:${look.getPropertyValue(name)}`);
		copy.setAttribute('style', [...paint, ...rest].join(';'));
	});
}

function isOfThePage(attribute: string): boolean {
	return /^(class|style|tabindex|role|aria-.*|data-.*)$/.test(attribute);
}

/** Newer colour notations (`oklab(…)`, `color(…)`) as hex, which every SVG program reads. */
function plainPaints(like: Element, paints: readonly string[]): Map<string, string> {
	const colours = paints.filter((paint) => paint !== 'none' && !paint.startsWith('url('));
	const plain = plainColours(like, colours);
	return new Map(colours.map((colour, i) => [colour, plain[i] ?? colour]));
}

function plainColours(like: Element, colours: readonly string[]): string[] {
	const host = like.closest('figure') ?? like;
	const bytes = resolveColours(host, colours);
	return colours.map((_, i) => {
		const [r = 0, g = 0, b = 0, alpha = 255] = bytes.subarray(4 * i, 4 * i + 4);
		const hex = [r, g, b].map((byte) => byte.toString(16).padStart(2, '0')).join('');
		return alpha === 255 ? `#${hex}` : `rgba(${r},${g},${b},${(alpha / 255).toFixed(3)})`;
	});
}
