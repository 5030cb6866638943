/** Each sampling setting: its name, its slider, and what its value does, in plain words. */
import type { AxisField } from '#core/sweep/axis-values.ts';
import type { NumericField } from '#state/runs/presets.ts';
import { formatPercent } from './format.ts';
import { plural } from './plural.ts';

export interface SettingWords {
	readonly label: string;
	readonly min: number;
	readonly max: number;
	readonly step: number;
	readonly hint: (value: number) => string;
	/** Shown at once; the others are folded away. */
	readonly isCommon: boolean;
}

function percent(share: number): string {
	return formatPercent(share, share < 0.1 ? 1 : 0);
}

function penaltyHint(value: number, otherwise: string): string {
	if (value === 0) return 'Off.';
	return value > 0 ? otherwise : 'Below 0, repetition becomes more likely.';
}

export const SETTING_WORDS: Readonly<Record<NumericField, SettingWords>> = {
	temperature: {
		label: 'Temperature',
		isCommon: true,
		min: 0,
		max: 2,
		step: 0.05,
		hint: (value) => {
			if (value === 0) return 'Always the likeliest token.';
			if (value < 1) return 'Likely tokens become likelier still: calmer text.';
			return value === 1
				? 'The model’s own probabilities.'
				: 'Unlikely tokens get a better chance: wilder text.';
		}
	},
	top_k: {
		label: 'Top-k',
		isCommon: true,
		min: 0,
		max: 100,
		step: 1,
		hint: (value) =>
			value === 0
				? 'Off.'
				: plural(value, [
						'Choose only the likeliest token.',
						'Choose only among the # likeliest tokens.'
					])
	},
	top_p: {
		label: 'Top-p',
		isCommon: true,
		min: 0.05,
		max: 1,
		step: 0.05,
		hint: (value) =>
			value === 1 ? 'Off.' : `Keep the likeliest tokens that together make ${percent(value)}.`
	},
	min_p: {
		label: 'Min-p',
		isCommon: false,
		min: 0,
		max: 0.5,
		step: 0.01,
		hint: (value) =>
			value === 0
				? 'Off.'
				: `Drop tokens with less than ${percent(value)} of the likeliest one’s chance.`
	},
	repetition_penalty: {
		label: 'Repetition penalty',
		isCommon: false,
		min: 0.5,
		max: 2,
		step: 0.05,
		hint: (value) => {
			if (value === 1) return 'Off.';
			return value > 1
				? 'Tokens already in the prompt or output become less likely.'
				: 'Below 1, repetition becomes more likely.';
		}
	},
	presence_penalty: {
		label: 'Presence penalty',
		isCommon: false,
		min: -2,
		max: 2,
		step: 0.1,
		hint: (value) => penaltyHint(value, 'Tokens already written become less likely.')
	},
	frequency_penalty: {
		label: 'Frequency penalty',
		isCommon: false,
		min: -2,
		max: 2,
		step: 0.1,
		hint: (value) =>
			penaltyHint(value, 'The more often a token was written, the less likely it becomes.')
	},
	max_tokens: {
		label: 'Max tokens',
		isCommon: true,
		min: 1,
		max: 400,
		step: 1,
		hint: (value) => `Stop after ${plural(value, ['# token', '# tokens'])} at the latest.`
	}
};

/** What a setting is called that can be varied. */
export function axisLabel(field: AxisField): string {
	return field === 'seed' ? 'Seed' : SETTING_WORDS[field].label;
}

const FIELDS = Object.keys(SETTING_WORDS) as NumericField[];

export const COMMON_FIELDS: readonly NumericField[] = FIELDS.filter(
	(field) => SETTING_WORDS[field].isCommon
);

export const RARE_FIELDS: readonly NumericField[] = FIELDS.filter(
	(field) => !SETTING_WORDS[field].isCommon
);

/** Values worth a first look in a sweep. */
export const FIRST_VALUES: Readonly<Record<AxisField, string>> = {
	seed: '1..3',
	temperature: '0.2, 0.7, 1.2',
	top_k: '1, 10, 40',
	top_p: '0.5, 0.9, 1',
	min_p: '0, 0.05, 0.2',
	repetition_penalty: '1, 1.2, 1.5',
	presence_penalty: '0, 0.5, 1',
	frequency_penalty: '0, 0.5, 1'
};
