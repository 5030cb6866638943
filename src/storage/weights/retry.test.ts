import { expect, test } from 'vitest';

import { DEFAULT_RETRY, backoffMs, parseRetryAfter } from './retry.ts';
import fc from '../../../tests/property.ts';

test('each wait is up to twice as long as the one before, to a limit, and never the same for all', () => {
	expect([1, 2, 3, 4].map((attempt) => backoffMs(attempt, DEFAULT_RETRY, () => 1))).toEqual([
		1_000, 2_000, 4_000, 8_000
	]);
	expect(backoffMs(1, DEFAULT_RETRY, () => 0)).toBe(500);
	fc.assert(
		fc.property(
			fc.integer({ min: 1, max: 2_000 }),
			fc.double({ min: 0, max: 1, noNaN: true }),
			(n, r) => {
				const ms = backoffMs(n, DEFAULT_RETRY, () => r);
				expect(ms).toBeGreaterThanOrEqual(500);
				expect(ms).toBeLessThanOrEqual(DEFAULT_RETRY.maxDelayMs);
			}
		)
	);
});

test('Retry-After is read as seconds and as a date', () => {
	const now = Date.parse('2026-11-22T00:00:00Z');
	expect(parseRetryAfter('120', now)).toBe(120_000);
	expect(parseRetryAfter('Sun, 22 Nov 2026 00:00:30 GMT', now)).toBe(30_000);
	expect(parseRetryAfter('Sat, 21 Nov 2026 00:00:00 GMT', now)).toBe(0);
	expect(parseRetryAfter('soon', now)).toBeNull();
	expect(parseRetryAfter(null, now)).toBeNull();
});
