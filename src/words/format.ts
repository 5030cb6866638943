/** Numbers as people read them. */
import { language } from '#locales/language.ts';

const UNITS = ['B', 'kB', 'MB', 'GB'] as const;

export function formatBytes(bytes: number): string {
	let value = bytes;
	let unit = 0;
	while (value >= 999.5 && unit < UNITS.length - 1) {
		value /= 1000;
		unit++;
	}
	const digits = unit === 0 || value >= 99.5 ? 0 : 1;
	return `${value.toFixed(digits)} ${UNITS[unit] ?? ''}`;
}

/** 0.0312 -> "3.1 %"; a probability that would round to nothing says so. */
export function formatShare(share: number): string {
	if (share > 0 && share < 0.0005) return '< 0.1 %';
	if (share > 0.9995 && share < 1) return '> 99.9 %';
	const percent = share * 100;
	return `${percent >= 9.95 ? percent.toFixed(0) : percent.toFixed(1)} %`;
}

export function formatMs(milliseconds: number): string {
	if (milliseconds < 1000) return `${milliseconds.toFixed(0)} ms`;
	const seconds = milliseconds / 1000;
	if (seconds < 60) return `${seconds.toFixed(seconds < 9.95 ? 1 : 0)} s`;
	return `${Math.round(seconds / 60).toString()} min`;
}

export function formatRate(perSecond: number): string {
	return perSecond >= 99.5 ? perSecond.toFixed(0) : perSecond.toFixed(1);
}

const GROUPED = new Intl.NumberFormat(language);

/** 600000 -> "600,000". */
export function formatNumber(number: number): string {
	return GROUPED.format(number);
}

const RANKS = new Intl.PluralRules('en', { type: 'ordinal' });

/** 1 -> "1st". */
export function formatRank(rank: number): string {
	switch (RANKS.select(rank)) {
		case 'one':
			// @wc-include
			return `${rank}st`;
		case 'two':
			// @wc-include
			return `${rank}nd`;
		case 'few':
			// @wc-include
			return `${rank}rd`;
		case 'zero':
		case 'many':
		case 'other':
			// @wc-include
			return `${rank}th`;
	}
}

const DAY = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });

export function formatTime(iso: string): string {
	return DAY.format(new Date(iso));
}

/** Three digits that count; what a filter drops loses by more than any number. */
export function formatNats(nats: number): string {
	return nats === Infinity ? 'everything' : `${Number(nats.toPrecision(3)).toString()} nats`;
}

export function formatParameters(count: number): string {
	if (count >= 1e9) return `${(count / 1e9).toFixed(1)} billion parameters`;
	if (count >= 1e5) return `${(count / 1e6).toFixed(count < 1e6 ? 2 : 1)} million parameters`;
	return `${count.toString()} parameters`;
}

/** "sha256:0123456789…" with the middle left out. */
export function shortDigest(digest: string): string {
	return `${digest.slice(7, 15)}…${digest.slice(-4)}`;
}
