/** Numbers, times and lists as people read them, in the page's language. */
import { language } from '#locales/language.ts';

/** English lists have no comma before their "and". */
const LOCALE = language === 'en' ? 'en-GB' : language;

const formats = new Map<string, Intl.NumberFormat>();

/** Every number on the screen goes through here: its minus is the sign (U+2212), and no hyphen. */
function inDigits(
	number: number | bigint,
	key: string,
	options: Intl.NumberFormatOptions = {}
): string {
	const format = formats.get(key) ?? new Intl.NumberFormat(LOCALE, options);
	formats.set(key, format);
	return format.format(number).replace('-', '−');
}

/** 600000 -> "600,000"; at most three decimals. */
export function formatNumber(number: number | bigint): string {
	return inDigits(number, '');
}

/** (2.5, 2) -> "2.50". */
export function formatDecimal(number: number, digits: number): string {
	return inDigits(number, `decimal${digits.toString()}`, {
		minimumFractionDigits: digits,
		maximumFractionDigits: digits
	});
}

/** As many digits as count, whatever the size: (0.0000012345, 3) -> "0.00000123". */
export function formatDigits(number: number, digits = 3): string {
	return inDigits(number, `digits${digits.toString()}`, { maximumSignificantDigits: digits });
}

const UNITS = ['B', 'kB', 'MB', 'GB'] as const;

export function formatBytes(bytes: number): string {
	let value = bytes;
	let unit = 0;
	while (value >= 999.5 && unit < UNITS.length - 1) {
		value /= 1000;
		unit++;
	}
	const digits = unit === 0 || value >= 99.5 ? 0 : 1;
	return `${formatDecimal(value, digits)} ${UNITS[unit] ?? ''}`;
}

/** 0.0312 -> "3.1 %"; a probability that would round to nothing says so. */
export function formatShare(share: number): string {
	if (share > 0 && share < 0.0005) return `< ${formatDecimal(0.1, 1)} %`;
	if (share > 0.9995 && share < 1) return `> ${formatDecimal(99.9, 1)} %`;
	const percent = share * 100;
	return formatPercent(share, percent >= 9.95 ? 0 : 1);
}

/** (0.0312, 1) -> "3.1 %". */
export function formatPercent(share: number, digits: number): string {
	return `${formatDecimal(share * 100, digits)} %`;
}

export function formatMs(milliseconds: number): string {
	if (milliseconds < 1000) return `${formatDecimal(milliseconds, 0)} ms`;
	const seconds = milliseconds / 1000;
	if (seconds < 60) return `${formatDecimal(seconds, seconds < 9.95 ? 1 : 0)} s`;
	return `${formatDecimal(seconds / 60, 0)} min`;
}

export function formatRate(perSecond: number): string {
	return formatDecimal(perSecond, perSecond >= 99.5 ? 0 : 1);
}

const DAY = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });

export function formatTime(iso: string): string {
	return DAY.format(new Date(iso));
}

/** Three digits that count; what a filter drops loses by more than any number. */
export function formatNats(nats: number): string {
	// @wc-include
	if (nats === Infinity) return 'everything';
	return `${formatDigits(nats)} nats`;
}

/** (360e6) -> "360 million parameters", (1.24e9) -> "1.2 billion parameters". */
export function formatParameters(count: number): string {
	const upTo = (number: number, digits: number): string =>
		inDigits(number, `upTo${digits.toString()}`, { maximumFractionDigits: digits });
	if (count >= 1e9) return `${upTo(count / 1e9, 1)} billion parameters`;
	if (count >= 1e5) return `${upTo(count / 1e6, count < 1e6 ? 2 : 1)} million parameters`;
	return `${formatNumber(count)} parameters`;
}

const LISTS = new Intl.ListFormat(LOCALE, { type: 'conjunction' });

/** "A", "A and B", "A, B and C". */
export function formatList(items: readonly string[]): string {
	return LISTS.format(items);
}

/** "sha256:0123456789…" with the middle left out. */
export function shortDigest(digest: string): string {
	return `${digest.slice(7, 15)}…${digest.slice(-4)}`;
}
