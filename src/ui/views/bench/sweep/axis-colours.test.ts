import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import { CATEGORY_COUNT, categoricalColour } from '../../../kit/pictures/colours.ts';
import { axisColour, valuesInOrder } from './axis-colours.ts';

const css = readFileSync(new URL('../../../../app.css', import.meta.url), 'utf8');

/** How much of the strong end a colour of the scale has, in percent. */
const strength = (colour: string): number =>
	Number(/--picture-high\) ([\d.]+)%/.exec(colour)?.[1] ?? NaN);

function hexOf(name: string, theme: 'light' | 'dark'): readonly number[] {
	const match = new RegExp(`--${name}: light-dark\\(#(\\w{6}), #(\\w{6})\\)`).exec(css);
	const hex = match?.[theme === 'light' ? 1 : 2] ?? '';
	return [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
}

const toLinear = (c: number): number => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);

/** WCAG 2 relative luminance. */
function luminance(linear: readonly number[]): number {
	const [red = 0, green = 0, blue = 0] = linear;
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('colours of a sweep', () => {
	test('temperatures go from pale to strong by size, however they were typed', () => {
		const values = valuesInOrder('temperature', [1.2, 0.2, 0.7, 1.2]);
		expect(values).toEqual([0.2, 0.7, 1.2]);
		const strengths = values.map((_, i) => strength(axisColour('temperature', i, values.length)));
		expect(strengths).toEqual([...strengths].sort((a, b) => a - b));
		expect(new Set(strengths).size).toBe(3);
		expect(strengths.at(-1)).toBe(100);
	});

	test('one value alone has the strong colour', () => {
		expect(strength(axisColour('top_k', 0, 1))).toBe(100);
	});

	test('seeds have separate colours, as they come, and no two of ten are the same', () => {
		expect(valuesInOrder('seed', ['9', '1', '9'])).toEqual(['9', '1']);
		const colours = Array.from({ length: 10 }, (_, i) => axisColour('seed', i, 10));
		expect(colours.slice(0, CATEGORY_COUNT)).toEqual(
			Array.from({ length: CATEGORY_COUNT }, (_, i) => categoricalColour(i))
		);
		expect(new Set(colours).size).toBe(10);
	});

	test.each(['light', 'dark'] as const)('the palest is seen on %s paper', (theme) => {
		const share = strength(axisColour('temperature', 0, 3)) / 100;
		const [low, high] = ['picture-low', 'picture-high'].map((name) => hexOf(name, theme));
		const paper = luminance(hexOf('paper', theme).map(toLinear));
		// Mixed in oklab, whose lightness is near the cube root of luminance.
		const cube = (name: readonly number[] = []) => Math.cbrt(luminance(name.map(toLinear)));
		const mixed = ((1 - share) * cube(low) + share * cube(high)) ** 3;
		const [light, dark] = [Math.max(mixed, paper), Math.min(mixed, paper)];
		expect((light + 0.05) / (dark + 0.05)).toBeGreaterThan(3);
	});
});
