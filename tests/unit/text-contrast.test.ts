/** Every colour of text on every surface that it is written on, in each look: 4.5 to 1, as WCAG asks for text. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('../../src/app.css', import.meta.url), 'utf8');
const PAIR = /--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g;

function tokensIn(selector: string): Map<string, readonly [string, string]> {
	const start = css.indexOf(`${selector} {`);
	const block = css.slice(start, css.indexOf('\n}', start));
	return new Map(
		[...block.matchAll(PAIR)].map(([, name, light, dark]) => [
			name ?? '',
			[light ?? '', dark ?? ''] as const
		])
	);
}

const usual = tokensIn(':root');
const projector = new Map([...usual, ...tokensIn(":root[data-projector='on']")]);

/** Which colours of text are written on which surfaces. */
const WRITTEN: Readonly<Record<string, readonly string[]>> = {
	paper: ['ink', 'ink-soft', 'leaf', 'leaf-strong', 'warn', 'bad'],
	sheet: ['ink', 'ink-soft', 'leaf', 'leaf-strong', 'warn', 'bad'],
	well: ['ink', 'ink-soft', 'leaf'],
	bar: ['ink', 'ink-soft'],
	'leaf-wash': ['ink', 'ink-soft', 'leaf'],
	'warn-wash': ['ink', 'ink-soft', 'warn'],
	'bad-wash': ['ink', 'ink-soft', 'bad'],
	leaf: ['on-leaf'],
	'leaf-strong': ['on-leaf'],
	'heat-1': ['ink'],
	'heat-2': ['ink'],
	'heat-3': ['ink'],
	'heat-4': ['ink']
};

function luminance(hex: string): number {
	const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
		const c = parseInt(hex.slice(at, at + 2), 16) / 255;
		return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
	const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
	return (light + 0.05) / (dark + 0.05);
}

describe.each([
	['in a light theme', usual, 0],
	['in a dark theme', usual, 1],
	['in a light theme, on a projector', projector, 0],
	['in a dark theme, on a projector', projector, 1]
] as const)('%s', (_look, tokens, theme) => {
	test.each(Object.entries(WRITTEN))('text on --%s can be read', (surface, inks) => {
		const weak = inks
			.map((ink) => {
				const colours = [
					tokens.get(ink)?.[theme] ?? '',
					tokens.get(surface)?.[theme] ?? ''
				] as const;
				expect(colours).not.toContain('');
				return { ink, ratio: contrast(...colours) };
			})
			.filter(({ ratio }) => ratio < 4.5);
		expect(weak).toEqual([]);
	});
});
