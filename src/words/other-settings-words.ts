/** Which settings a text was written with, where the recipe beside it says others. */
import type { OtherSetting } from '#state/play/other-settings.ts';
import type { NumericField } from '#state/runs/presets.ts';
import { formatList, formatNumber } from './format.ts';
import { SETTING_WORDS } from './setting-words.ts';
import { quotedToken } from './token-words.ts';

function nameOf(field: OtherSetting['field']): string {
	if (field === 'seed') return 'Seed';
	if (field === 'stop_sequences') return 'Stop strings';
	if (field === 'logit_bias') return 'Logit bias';
	return SETTING_WORDS[field satisfies NumericField].label;
}

function valueWords(value: unknown): string {
	if (typeof value === 'number') return formatNumber(value);
	if (typeof value === 'string') return value;
	const items = Array.isArray(value)
		? value.map((each) => quotedToken(String(each)))
		: Object.entries(value as Record<string, number>).map(
				([id, bias]) => `#${id}: ${formatNumber(bias)}`
			);
	return items.length === 0 ? 'none' : items.join(', ');
}

/** "Temperature 0.8 (now 1.2) and Top-k 40 (now 0)". */
export function otherSettingsWords(others: readonly OtherSetting[]): string {
	return formatList(
		others.map(
			({ field, written, now }) =>
				`${nameOf(field)} ${valueWords(written)} (now ${valueWords(now)})`
		)
	);
}
