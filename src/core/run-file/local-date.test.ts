import { expect, test } from 'vitest';
import { formatLocalDate, parseLocalDate } from './local-date.ts';

test('a date is read as its parts', () => {
	expect(parseLocalDate('2024-02-29T23:59:01')).toEqual({
		...{ year: 2024, month: 2, day: 29 },
		...{ hour: 23, minute: 59, second: 1 }
	});
});

test.each([
	...['2026-01-31', '2026-03-31', '2026-04-30', '2026-05-31', '2026-06-30', '2026-07-31'],
	...['2026-08-31', '2026-09-30', '2026-10-31', '2026-11-30', '2026-12-31', '2026-02-28'],
	...['2000-02-29', '2024-02-29', '0001-01-01', '9999-12-31']
])('%s is a day', (day) => {
	const [year, month, date] = day.split('-').map(Number);
	expect(parseLocalDate(`${day}T00:00:00`)).toMatchObject({ year, month, day: date });
});

test.each([
	...['2026-06-31T00:00:00', '2026-09-31T00:00:00', '2026-11-31T00:00:00', '2026-02-30T00:00:00'],
	...['2024-02-30T00:00:00', '2100-02-29T00:00:00', '2026-00-10T00:00:00', '2026-01-00T00:00:00'],
	'2026-02-29T00:00:00',
	'2026-04-31T00:00:00',
	'1900-02-29T00:00:00',
	'0000-01-01T00:00:00',
	'2026-13-01T00:00:00',
	'2026-11-30T24:00:00',
	'2026-11-30T07:08',
	'2026-11-30T07:08:09Z',
	'2026-11-30 07:08:09',
	''
])('%s is no date', (text) => {
	expect(parseLocalDate(text)).toBeNull();
});

test('a moment is written as the clock of this device shows it', () => {
	const moment = new Date(2026, 0, 5, 3, 4, 5);
	expect(formatLocalDate(moment)).toBe('2026-01-05T03:04:05');
	expect(formatLocalDate(new Date(2026, 10, 25, 13, 14, 15))).toBe('2026-11-25T13:14:15');
	expect(formatLocalDate(new Date(-60_000_000_000_000))).toMatch(/^00[0-9]{2}-/);
	expect(parseLocalDate(formatLocalDate(new Date()))).not.toBeNull();
});
