import { describe, expect, test } from 'vitest';

import fc from '../../../../tests/property.ts';
import { layRows, rowAt, rowsBetween, withNeighbours } from './lay-rows.ts';

const keysOf = (count: number): string[] => Array.from({ length: count }, (_, i) => `row ${i}`);

const lists = fc
	.array(fc.option(fc.integer({ min: 1, max: 300 })), { maxLength: 60 })
	.map((given) => {
		const keys = keysOf(given.length);
		const heights = new Map(
			given.flatMap((height, i) => (height === null ? [] : [[keys[i] ?? '', height] as const]))
		);
		return { layout: layRows(keys, heights, 100), given };
	});

describe('where rows of a long list stand', () => {
	test('each row begins where the one above ends, by its height or the guess', () => {
		const { tops } = layRows(['a', 'b', 'c'], new Map([['b', 40]]), 100);
		expect([...tops]).toEqual([0, 100, 140, 240]);
		expect([...layRows([], new Map(), 100).tops]).toEqual([0]);
	});

	test('the row at a height is the one that covers it', () => {
		fc.assert(
			fc.property(lists, fc.integer({ min: -500, max: 20_000 }), ({ layout }, y) => {
				const row = rowAt(layout, y);
				const { keys, tops } = layout;
				expect(row).toBeGreaterThanOrEqual(0);
				if (y >= 0) expect(tops[row]).toBeLessThanOrEqual(y);
				if (row < keys.length - 1) expect(tops[row + 1]).toBeGreaterThan(y);
			})
		);
	});

	test('all rows that are seen are among those to be drawn, and few others', () => {
		fc.assert(
			fc.property(lists, fc.integer({ min: -500, max: 9_000 }), ({ layout, given }, top) => {
				const bottom = top + 700;
				const { from, to } = rowsBetween(layout, top, bottom, 3);
				for (const [row, height] of given.entries()) {
					const begin = layout.tops[row] ?? NaN;
					const isSeen = begin <= bottom && begin + (height ?? 100) > top;
					if (isSeen) expect(row >= from && row < to).toBe(true);
				}
				const seen = given.filter((height, row) => {
					const begin = layout.tops[row] ?? NaN;
					return begin <= bottom && begin + (height ?? 100) > top;
				});
				expect(to - from).toBeLessThanOrEqual(Math.max(1, seen.length) + 6);
			})
		);
	});

	test('a row elsewhere is drawn with those before and after it, each once and in order', () => {
		expect(withNeighbours({ from: 10, to: 13 }, 4, 100)).toEqual([3, 4, 5, 10, 11, 12]);
		expect(withNeighbours({ from: 0, to: 3 }, 2, 4)).toEqual([0, 1, 2, 3]);
		expect(withNeighbours({ from: 0, to: 2 }, 99, 100)).toEqual([0, 1, 98, 99]);
		expect(withNeighbours({ from: 0, to: 2 }, -1, 100)).toEqual([0, 1]);
	});
});
