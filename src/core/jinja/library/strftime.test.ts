import { expect, test } from 'vitest';
import { parseLocalDate } from '#core/run-file/local-date.ts';
import { strftime } from './strftime.ts';

const ALL =
	'%a %A %b %B %d %e %j %u %w %U %W %V %G %g %y %Y %C %H %I %p %M %S %f|%c|%x|%X|%D|%F|%T|%R|%r|%-d %-m %-H %-I %-j %_d %^b %k %l %P %h%n%t%% %z%Z.';

/** From Python 3.11 on Linux, in the C locale. */
const BY_PYTHON = [
	[
		'2026-11-30T07:08:09',
		'Mon Monday Nov November 30 30 334 1 1 48 48 49 2026 26 26 2026 20 07 07 AM 08 09 000000|Mon Nov 30 07:08:09 2026|11/30/26|07:08:09|11/30/26|2026-11-30|07:08:09|07:08|07:08:09 AM|30 11 7 7 334 30 NOV  7  7 am Nov\n\t% .'
	],
	[
		'2027-01-01T00:00:00',
		'Fri Friday Jan January 01  1 001 5 5 00 00 53 2026 26 27 2027 20 00 12 AM 00 00 000000|Fri Jan  1 00:00:00 2027|01/01/27|00:00:00|01/01/27|2027-01-01|00:00:00|00:00|12:00:00 AM|1 1 0 12 1  1 JAN  0 12 am Jan\n\t% .'
	],
	[
		'2021-01-03T12:30:00',
		'Sun Sunday Jan January 03  3 003 7 0 01 00 53 2020 20 21 2021 20 12 12 PM 30 00 000000|Sun Jan  3 12:30:00 2021|01/03/21|12:30:00|01/03/21|2021-01-03|12:30:00|12:30|12:30:00 PM|3 1 12 12 3  3 JAN 12 12 pm Jan\n\t% .'
	],
	[
		'2024-02-29T23:59:59',
		'Thu Thursday Feb February 29 29 060 4 4 08 09 09 2024 24 24 2024 20 23 11 PM 59 59 000000|Thu Feb 29 23:59:59 2024|02/29/24|23:59:59|02/29/24|2024-02-29|23:59:59|23:59|11:59:59 PM|29 2 23 11 60 29 FEB 23 11 pm Feb\n\t% .'
	],
	[
		'2020-12-31T13:05:07',
		'Thu Thursday Dec December 31 31 366 4 4 52 52 53 2020 20 20 2020 20 13 01 PM 05 07 000000|Thu Dec 31 13:05:07 2020|12/31/20|13:05:07|12/31/20|2020-12-31|13:05:07|13:05|01:05:07 PM|31 12 13 1 366 31 DEC 13  1 pm Dec\n\t% .'
	],
	[
		'2023-01-01T12:00:00',
		'Sun Sunday Jan January 01  1 001 7 0 01 00 52 2022 22 23 2023 20 12 12 PM 00 00 000000|Sun Jan  1 12:00:00 2023|01/01/23|12:00:00|01/01/23|2023-01-01|12:00:00|12:00|12:00:00 PM|1 1 12 12 1  1 JAN 12 12 pm Jan\n\t% .'
	],
	[
		'1999-12-31T01:02:03',
		'Fri Friday Dec December 31 31 365 5 5 52 52 52 1999 99 99 1999 19 01 01 AM 02 03 000000|Fri Dec 31 01:02:03 1999|12/31/99|01:02:03|12/31/99|1999-12-31|01:02:03|01:02|01:02:03 AM|31 12 1 1 365 31 DEC  1  1 am Dec\n\t% .'
	]
] as const;

function written(format: string, date: string): string {
	const time = parseLocalDate(date);
	if (time === null) throw new Error(`${date} is no date`);
	return strftime(format, time);
}

test.each(BY_PYTHON)('%s is written as Python writes it', (date, expected) => {
	expect(written(ALL, date)).toBe(expected);
});

test.each(['%s', '%E', '%Q', '%', '%-A', '%10d'])(
	'%s, which platforms answer differently, is refused',
	(format) => {
		expect(() => written(`today ${format}`, '2026-11-30T07:08:09')).toThrow(/the date format/);
	}
);

test('what is no directive stays', () => {
	expect(written('d/m 100', '2026-11-30T07:08:09')).toBe('d/m 100');
});
