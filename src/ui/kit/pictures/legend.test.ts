import { expect, test } from 'vitest';
import { placeLegend, SWATCH } from './legend.ts';

const measure = (text: string) => text.length * 7;
const entries = Array.from({ length: 9 }, (_, i) => ({
	label: `value ${i.toString()}`,
	colour: `#00000${i.toString()}`
}));

test('a legend has its title and every entry once, within the width and without overlap', () => {
	for (const width of [120, 320, 900]) {
		const { texts, height } = placeLegend({ title: 'Seed', entries }, width, measure);
		expect(texts.map(({ text }) => text)).toEqual(['Seed', ...entries.map(({ label }) => label)]);
		const boxes = texts.map(({ text, x, y, colour }) => {
			const from = colour === null ? x : x - SWATCH - 4;
			return { from, to: x + measure(text), y };
		});
		for (const [i, box] of boxes.entries()) {
			expect(box.to).toBeLessThanOrEqual(width);
			expect(box.y).toBeLessThan(height);
			const before = boxes[i - 1];
			if (before?.y === box.y) expect(box.from).toBeGreaterThan(before.to);
			else if (before !== undefined) expect(box.y).toBeGreaterThan(before.y + SWATCH);
		}
	}
});
