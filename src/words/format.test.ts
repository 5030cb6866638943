import { expect, test } from 'vitest';
import {
	formatBytes,
	formatDecimal,
	formatDigits,
	formatMs,
	formatNats,
	formatNumber,
	formatPercent,
	formatRate
} from './format.ts';

test('a number below zero has a minus sign and no hyphen, whichever way it is written', () => {
	expect(formatDecimal(-1.34, 2)).toBe('−1.34');
	const ways = [formatBytes, formatDigits, formatMs, formatNats, formatNumber, formatRate];
	for (const written of [...ways.map((way) => way(-2)), formatPercent(-0.5, 1)]) {
		expect(written).toMatch(/^−[\d.]+/);
		expect(written).not.toContain('-');
	}
});
