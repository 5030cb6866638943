import { expect, test } from 'vitest';
import { LogitsRows } from './logits-rows.ts';

test('rows of float32 are views', () => {
	const data = Float32Array.from([1, 2, 3, 4, 5, 6]);
	const rows = new LogitsRows([1, 2, 3], data);
	expect(rows.count).toBe(2);
	expect([...rows.row(0)]).toEqual([1, 2, 3]);
	expect([...rows.row(-1)]).toEqual([4, 5, 6]);
	expect(rows.row(1).buffer).toBe(data.buffer);
});

test('half floats are read exactly, subnormals and infinities included', () => {
	const bits = Uint16Array.from([0x3c00, 0xc000, 0x0001, 0x03ff, 0x0400, 0x7bff, 0xfc00, 0x8000]);
	const rows = new LogitsRows([1, 2, 4], bits);
	expect([...rows.row(0)]).toEqual([1, -2, 2 ** -24, 1023 * 2 ** -24]);
	expect([...rows.row(1)]).toEqual([2 ** -14, 65504, -Infinity, -0]);
});

test('not-a-number stays one', () => {
	expect(new LogitsRows([1, 1, 1], Uint16Array.from([0x7e00])).row(0)[0]).toBeNaN();
});
