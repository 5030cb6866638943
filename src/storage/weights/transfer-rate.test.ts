import { expect, test } from 'vitest';

import { TransferRate } from './transfer-rate.ts';

test('nothing is claimed before there is something to judge by', () => {
	const rate = new TransferRate();
	expect(rate.bytesPerSecond(0)).toBeNull();
	rate.note(0, 0);
	rate.note(100, 100);
	expect(rate.bytesPerSecond(100)).toBeNull();
	expect(rate.remainingSeconds(1_000, 100)).toBeNull();
});

test('rate and remaining time follow the recent past', () => {
	const rate = new TransferRate(1_000);
	for (let ms = 0; ms <= 5_000; ms += 100) rate.note(ms * 10, ms);
	expect(rate.bytesPerSecond(5_000)).toBeCloseTo(10_000, -2);
	for (let ms = 5_100; ms <= 8_000; ms += 100) rate.note(50_000 + (ms - 5_000), ms);
	expect(rate.bytesPerSecond(8_000)).toBeCloseTo(1_000, -2);
	expect(rate.remainingSeconds(10_000, 8_000)).toBeCloseTo(10, 0);
});

test('a line on which nothing comes gets slower and slower', () => {
	const rate = new TransferRate();
	rate.note(0, 0);
	rate.note(10_000, 1_000);
	expect(rate.bytesPerSecond(1_000)).toBe(10_000);
	expect(rate.bytesPerSecond(10_000)).toBe(1_000);
});

test('a file that starts over is no negative speed', () => {
	const rate = new TransferRate();
	rate.note(10_000, 0);
	rate.note(0, 1_000);
	rate.note(1_000, 2_000);
	expect(rate.bytesPerSecond(2_000)).toBe(1_000);
});
