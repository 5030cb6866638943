/** Python's `datetime.strftime` in the C locale, without a time zone. */
import type { LocalDate } from '#core/run-file/local-date.ts';
import { unsupported } from '../failure.ts';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
	...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August'],
	...['September', 'October', 'November', 'December']
];

const MS_PER_DAY = 86_400_000;

function dayNumber({ year, month, day }: Pick<LocalDate, 'year' | 'month' | 'day'>): number {
	const date = new Date(0);
	date.setUTCFullYear(year, month - 1, day);
	return Math.floor(date.getTime() / MS_PER_DAY);
}

/** @returns 0 for Sunday */
function weekday(time: LocalDate): number {
	return (((dayNumber(time) + 4) % 7) + 7) % 7;
}

/** @returns 1 for the first of January */
function dayOfYear(time: LocalDate): number {
	return dayNumber(time) - dayNumber({ year: time.year, month: 1, day: 1 }) + 1;
}

/** ISO 8601: the week belongs to the year that its Thursday is in. */
function isoWeek(time: LocalDate): { year: number; week: number } {
	const thursday = dayNumber(time) - ((weekday(time) + 6) % 7) + 3;
	const year = new Date(thursday * MS_PER_DAY).getUTCFullYear();
	const first = dayNumber({ year, month: 1, day: 1 });
	return { year, week: Math.floor((thursday - first) / 7) + 1 };
}

function pad(value: number, width = 2, fill = '0'): string {
	return value.toString().padStart(width, fill);
}

function week(time: LocalDate, firstDay: number): string {
	const sinceFirstDay = (weekday(time) - firstDay + 7) % 7;
	return pad(Math.floor((dayOfYear(time) + 6 - sinceFirstDay) / 7));
}

const hour12 = ({ hour }: LocalDate) => (hour % 12 === 0 ? 12 : hour % 12);
const day = (time: LocalDate) => DAYS[weekday(time)] ?? '';
const month = (time: LocalDate) => MONTHS[time.month - 1] ?? '';
const clock = (time: LocalDate) => `${pad(time.hour)}:${pad(time.minute)}:${pad(time.second)}`;

const DIRECTIVES: Readonly<Record<string, (time: LocalDate) => string>> = {
	a: (time) => day(time).slice(0, 3),
	A: day,
	b: (time) => month(time).slice(0, 3),
	B: month,
	c: (time) =>
		`${day(time).slice(0, 3)} ${month(time).slice(0, 3)} ${pad(time.day, 2, ' ')} ${clock(time)} ${time.year}`,
	C: ({ year }) => pad(Math.floor(year / 100)),
	d: (time) => pad(time.day),
	D: (time) => `${pad(time.month)}/${pad(time.day)}/${pad(time.year % 100)}`,
	e: (time) => pad(time.day, 2, ' '),
	f: () => '000000',
	F: (time) => `${time.year}-${pad(time.month)}-${pad(time.day)}`,
	g: (time) => pad(isoWeek(time).year % 100),
	G: (time) => String(isoWeek(time).year),
	h: (time) => month(time).slice(0, 3),
	H: ({ hour }) => pad(hour),
	I: (time) => pad(hour12(time)),
	j: (time) => pad(dayOfYear(time), 3),
	k: ({ hour }) => pad(hour, 2, ' '),
	l: (time) => pad(hour12(time), 2, ' '),
	m: (time) => pad(time.month),
	M: ({ minute }) => pad(minute),
	n: () => '\n',
	p: ({ hour }) => (hour < 12 ? 'AM' : 'PM'),
	P: ({ hour }) => (hour < 12 ? 'am' : 'pm'),
	r: (time) =>
		`${pad(hour12(time))}:${pad(time.minute)}:${pad(time.second)} ${time.hour < 12 ? 'AM' : 'PM'}`,
	R: ({ hour, minute }) => `${pad(hour)}:${pad(minute)}`,
	S: ({ second }) => pad(second),
	t: () => '\t',
	T: clock,
	u: (time) => String(weekday(time) === 0 ? 7 : weekday(time)),
	U: (time) => week(time, 0),
	V: (time) => pad(isoWeek(time).week),
	w: (time) => String(weekday(time)),
	W: (time) => week(time, 1),
	x: (time) => `${pad(time.month)}/${pad(time.day)}/${pad(time.year % 100)}`,
	X: clock,
	y: ({ year }) => pad(year % 100),
	Y: ({ year }) => String(year),
	// A time without a zone.
	z: () => '',
	Z: () => '',
	'%': () => '%'
};

/** GNU's flags between % and the letter, e.g. `%-d`. */
function withFlag(flag: string, text: string): string {
	const bare = text.replace(/^[0 ]+(?=\d)/, '');
	if (flag === '-') return bare;
	if (flag === '_') return bare.padStart(text.length, ' ');
	if (flag === '0') return bare.padStart(text.length, '0');
	return flag === '^' ? text.toUpperCase() : text;
}

const NUMERIC = 'CdegGHIjklmMSuUVwWyY';

/** @throws TemplateFailure for directives that platforms answer differently */
export function strftime(format: string, time: LocalDate): string {
	return format.replace(/%([-_0^]?)(.)?/gsu, (whole: string, flag: string, letter?: string) => {
		const directive = letter === undefined ? undefined : DIRECTIVES[letter];
		if (directive === undefined) unsupported(`the date format ${whole}`);
		if (flag !== '' && flag !== '^' && !NUMERIC.includes(letter ?? '')) {
			unsupported(`the date format ${whole}`);
		}
		return withFlag(flag, directive(time));
	});
}
