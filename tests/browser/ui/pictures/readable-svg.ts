/** Writes a saved picture so that people can read what changed in it: an element a line, no style twice. */

/** What these properties are where nobody sets them; saved pictures spell out every one. */
const INITIAL: Readonly<Record<string, string>> = {
	fill: '#000000',
	stroke: 'none',
	'fill-opacity': '1',
	'stroke-opacity': '1',
	'stroke-width': '1px',
	'stroke-dasharray': 'none',
	'stroke-linecap': 'butt',
	'stroke-linejoin': 'miter',
	opacity: '1',
	display: 'inline',
	'font-weight': '400',
	'font-style': 'normal',
	'text-anchor': 'start',
	'dominant-baseline': 'auto',
	'paint-order': 'normal',
	'white-space': 'normal',
	'image-rendering': 'auto'
};

/** What browsers set for every text of an SVG. */
const OF_EVERY_TEXT: Readonly<Record<string, string>> = {
	display: 'block',
	'white-space': 'nowrap'
};

/** Not handed down to children. */
const OWN = new Set(['opacity', 'display', 'dominant-baseline']);
/** Of text alone: on a shape it changes nothing that is seen. */
const OF_TEXT = /^(font-|text-|white-space|dominant-)/;
/** `color` paints nothing by itself in a picture. */
const LEFT_OUT = new Set(['color']);

type Styles = ReadonlyMap<string, string>;

function stylesOf(element: Element): Styles {
	const pairs = (element.getAttribute('style') ?? '').split(';').map((rule) => {
		const colon = rule.indexOf(':');
		return [rule.slice(0, colon).trim(), rule.slice(colon + 1).trim()] as const;
	});
	return new Map(pairs.filter(([name, value]) => name !== '' && value !== ''));
}

function inherited(name: string, parent: Styles): string | undefined {
	return OWN.has(name) ? INITIAL[name] : (parent.get(name) ?? INITIAL[name]);
}

function shorten(text: string): string {
	return text.replaceAll(/-?\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2))));
}

function escape(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function opening(element: Element, parent: Styles): string {
	const own = stylesOf(element);
	const isShape = !['svg', 'g', 'text', 'tspan', 'title', 'desc'].includes(element.localName);
	const rules = [...own].filter(
		([name, value]) =>
			!LEFT_OUT.has(name) &&
			!(isShape && OF_TEXT.test(name)) &&
			!(element.localName === 'text' && OF_EVERY_TEXT[name] === value) &&
			element.getAttribute(name) !== value &&
			!(isShape && name === 'stroke-width' && own.get('stroke') === 'none') &&
			value !== inherited(name, parent)
	);
	const attributes = [...element.attributes]
		.filter(({ name }) => name !== 'style')
		.map(({ name, value }) => ` ${name}="${escape(shorten(value))}"`);
	const style = rules.map(([name, value]) => `${name}:${value}`).join('; ');
	const styled = style === '' ? '' : ` style="${escape(style)}"`;
	return `<${element.localName}${attributes.join('')}${styled}`;
}

function lines(element: Element, parent: Styles, indent: string): string[] {
	const start = `${indent}${opening(element, parent)}`;
	const end = `</${element.localName}>`;
	const styles = new Map([...parent, ...stylesOf(element)]);
	const children = [...element.children];
	if (element.localName === 'text' || children.length === 0) {
		const inner = [...element.childNodes].map((node) =>
			node instanceof Element ? lines(node, styles, '').join('') : escape(node.textContent ?? '')
		);
		const text = element.localName === 'text' || inner.some((each) => each.trim() !== '');
		return [text ? `${start}>${inner.join('')}${end}` : `${start}/>`];
	}
	return [
		`${start}>`,
		...children.flatMap((child) => lines(child, styles, `${indent}  `)),
		`${indent}${end}`
	];
}

/** @param text an SVG file as the app saves it @returns the same picture, numbers to two digits */
export function readableSvg(text: string): string {
	const { documentElement } = new DOMParser().parseFromString(text, 'image/svg+xml');
	if (documentElement.localName !== 'svg') throw new Error('not an SVG file');
	return `${lines(documentElement, new Map(), '').join('\n')}\n`;
}
