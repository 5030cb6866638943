/** The colours of pictures, as people with each kind of colour blindness see them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CATEGORY_COUNT, INK_TURNS } from '#ui/kit/pictures/colours.ts';

const css = readFileSync(new URL('../../src/app.css', import.meta.url), 'utf8');
const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
type Vector = readonly number[];

function token(name: string, theme: Theme): string {
	const match = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css);
	const colour = match?.[theme === 'light' ? 1 : 2];
	if (colour === undefined) throw new Error(`app.css has no --${name}`);
	return colour;
}

/** Linear-light sRGB, each channel 0 to 1. */
function linear(hex: string): Vector {
	return [1, 3, 5].map((at) => {
		const c = parseInt(hex.slice(at, at + 2), 16) / 255;
		return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
	});
}

const dot = (a: Vector, b: Vector): number => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
const times = (matrix: readonly Vector[], v: Vector): Vector => matrix.map((row) => dot(row, v));

/** Machado, Oliveira and Fernandes (2009), severity 1.0, on linear-light sRGB. */
const SIGHT: Readonly<Record<string, readonly Vector[]>> = {
	normal: [
		[1, 0, 0],
		[0, 1, 0],
		[0, 0, 1]
	],
	protanopia: [
		[0.152286, 1.052583, -0.204868],
		[0.114503, 0.786281, 0.099216],
		[-0.003882, -0.048116, 1.051998]
	],
	deuteranopia: [
		[0.367322, 0.860646, -0.227968],
		[0.280085, 0.672501, 0.047413],
		[-0.01182, 0.04294, 0.968881]
	],
	tritanopia: [
		[1.255528, -0.076749, -0.178779],
		[-0.078411, 0.930809, 0.147602],
		[0.004733, 0.691367, 0.3039]
	]
};

function oklab(rgb: Vector): Vector {
	const lms = times(
		[
			[0.4122214708, 0.5363325363, 0.0514459929],
			[0.2119034982, 0.6806995451, 0.1073969566],
			[0.0883024619, 0.2817188376, 0.6299787005]
		],
		rgb
	).map((x) => Math.cbrt(Math.max(0, x)));
	return times(
		[
			[0.2104542553, 0.793617785, -0.0040720468],
			[1.9779984951, -2.428592205, 0.4505937099],
			[0.0259040371, 0.7827717662, -0.808675766]
		],
		lms
	);
}

function seen(hex: string, sight: readonly Vector[]): Vector {
	return oklab(times(sight, linear(hex)).map((x) => Math.min(1, Math.max(0, x))));
}

const distance = (a: Vector, b: Vector): number => Math.hypot(...a.map((x, i) => x - (b[i] ?? 0)));

function contrast(a: string, b: string): number {
	const [low = 0, high = 0] = [a, b]
		.map((hex) => dot([0.2126, 0.7152, 0.0722], linear(hex)))
		.sort((x, y) => x - y);
	return (high + 0.05) / (low + 0.05);
}

/** Of a colour in OKLab. */
function luminanceOf(lab: Vector): number {
	const lms = times(
		[
			[1, 0.3963377774, 0.2158037573],
			[1, -0.1055613458, -0.0638541728],
			[1, -0.0894841775, -1.291485548]
		],
		lab
	).map((x) => x ** 3);
	const rgb = times(
		[
			[4.0767416621, -3.3077115913, 0.2309699292],
			[-1.2684380046, 2.6097574011, -0.3413193965],
			[-0.0041960863, -0.7034186147, 1.707614701]
		],
		lms
	);
	return dot([0.2126, 0.7152, 0.0722], rgb);
}

const categories = (theme: Theme): string[] =>
	Array.from({ length: CATEGORY_COUNT }, (_, i) => token(`picture-${i + 1}`, theme));

describe.each(THEMES)('in the %s theme', (theme) => {
	it('every category stands out from paper and sheet by 3:1', () => {
		for (const colour of categories(theme)) {
			for (const ground of ['paper', 'sheet']) {
				expect(contrast(colour, token(ground, theme))).toBeGreaterThanOrEqual(3);
			}
		}
	});

	it('letters on the sequential scale stand out by 4.5:1 wherever they are', () => {
		const [low, high] = ['picture-low', 'picture-high'].map((end) =>
			seen(token(end, theme), SIGHT['normal'] ?? [])
		) as [Vector, Vector];
		for (let share = 0; share <= 1; share += 0.01) {
			const ground = luminanceOf(low.map((x, i) => x + share * ((high[i] ?? 0) - x)));
			const isPastTurn = share >= INK_TURNS[theme];
			const ink = isPastTurn === (theme === 'light') ? 1 : 0;
			const [dark = 0, light = 0] = [ground, ink].sort((a, b) => a - b);
			expect((light + 0.05) / (dark + 0.05), share.toFixed(2)).toBeGreaterThanOrEqual(4.5);
		}
	});

	// 0.02 is about the least difference that people notice.
	it.each(Object.entries(SIGHT))('any two categories differ clearly with %s', (_name, sight) => {
		const colours = categories(theme).map((colour) => seen(colour, sight));
		colours.forEach((a, i) => {
			for (const b of colours.slice(i + 1)) expect(distance(a, b)).toBeGreaterThan(0.1);
		});
	});

	it.each(Object.entries(SIGHT))('the scales keep their ends apart with %s', (_name, sight) => {
		const low = seen(token('picture-low', theme), sight);
		const high = seen(token('picture-high', theme), sight);
		expect(Math.abs((low[0] ?? 0) - (high[0] ?? 0))).toBeGreaterThan(0.5);
		const [below, zero, above] = ['below', 'zero', 'above'].map((end) =>
			seen(token(`picture-${end}`, theme), sight)
		) as [Vector, Vector, Vector];
		expect(distance(below, above)).toBeGreaterThan(0.2);
		expect(distance(below, zero)).toBeGreaterThan(0.2);
		expect(distance(above, zero)).toBeGreaterThan(0.2);
	});
});
