/**
 * The date that a prompt was told: what a clock on the wall showed, without a time zone, as
 * `2026-11-30T07:08:09`. Templates that ask for today get this, so that the prompt is the same tomorrow.
 */

/** Month and day from 1. */
export interface LocalDate {
	readonly year: number;
	readonly month: number;
	readonly day: number;
	readonly hour: number;
	readonly minute: number;
	readonly second: number;
}

export const LOCAL_DATE =
	/^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$/;

function daysIn(year: number, month: number): number {
	const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
	if (month === 2) return isLeap ? 29 : 28;
	return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** @returns null for what is no date: another form, or a day that its month does not have */
export function parseLocalDate(text: string): LocalDate | null {
	if (!LOCAL_DATE.test(text)) return null;
	const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = text
		.split(/[-T:]/)
		.map(Number);
	if (year < 1 || day > daysIn(year, month)) return null;
	return { year, month, day, hour, minute, second };
}

/** What the clock of this device shows at that moment. */
export function formatLocalDate(moment: Date): string {
	const two = (value: number) => value.toString().padStart(2, '0');
	const year = moment.getFullYear().toString().padStart(4, '0');
	const day = `${year}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
	return `${day}T${two(moment.getHours())}:${two(moment.getMinutes())}:${two(moment.getSeconds())}`;
}
