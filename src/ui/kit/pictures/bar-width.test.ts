import { describe, expect, test } from 'vitest';
import { barWidth } from './bar-width.ts';

describe('the bar of a probability', () => {
	test('is on a scale of 0 to 100 %, whatever the largest one is', () => {
		expect(barWidth(0.047, 200)).toBeCloseTo(9.4);
		expect(barWidth(1, 200)).toBe(200);
		expect(barWidth(0, 200)).toBe(0);
	});

	test('stays within its room when rounding makes a share more than 1', () => {
		expect(barWidth(1 + 1e-12, 200)).toBe(200);
	});
});
