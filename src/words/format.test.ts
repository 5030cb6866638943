import { expect, test } from 'vitest';
import {
	formatBytes,
	formatDecimal,
	formatDigits,
	formatMs,
	formatNats,
	formatNumber,
	formatParameters,
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

test.each([
	[900, '900 parameters'],
	[1.5e5, '0.15 million parameters'],
	[360e6, '360 million parameters'],
	[1.24e9, '1.2 billion parameters'],
	[7e9, '7 billion parameters']
])('%d parameters are written %s', (count, words) => {
	expect(formatParameters(count)).toBe(words);
});
