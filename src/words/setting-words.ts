/** Each sampling setting: its name, its slider, and what its value does, in plain words. */
import type { RecipeSettings } from '#state/runs/presets.ts';

export type NumericSetting = Exclude<keyof RecipeSettings, 'logit_bias' | 'stop_sequences'>;

export interface SettingWords {
	readonly label: string;
	readonly min: number;
	readonly max: number;
	readonly step: number;
	readonly hint: (value: number) => string;
}

function percent(share: number): string {
	return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}

function penaltyHint(value: number, otherwise: string): string {
	if (value === 0) return 'Off.';
	return value > 0 ? otherwise : 'Below 0 it invites repetition.';
}

export const SETTING_WORDS: Readonly<Record<NumericSetting, SettingWords>> = {
	temperature: {
		label: 'Temperature',
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
		min: 0,
		max: 100,
		step: 1,
		hint: (value) =>
			value === 0 ? 'Off.' : `Choose only among the ${value.toString()} likeliest tokens.`
	},
	top_p: {
		label: 'Top-p',
		min: 0.05,
		max: 1,
		step: 0.05,
		hint: (value) =>
			value === 1 ? 'Off.' : `Keep the likeliest tokens that together make ${percent(value)}.`
	},
	min_p: {
		label: 'Min-p',
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
		min: 0.5,
		max: 2,
		step: 0.05,
		hint: (value) => {
			if (value === 1) return 'Off.';
			return value > 1
				? 'Tokens that stood in the prompt or the output become less likely.'
				: 'Below 1 it invites repetition.';
		}
	},
	presence_penalty: {
		label: 'Presence penalty',
		min: -2,
		max: 2,
		step: 0.1,
		hint: (value) => penaltyHint(value, 'A token that was written once becomes less likely.')
	},
	frequency_penalty: {
		label: 'Frequency penalty',
		min: -2,
		max: 2,
		step: 0.1,
		hint: (value) =>
			penaltyHint(value, 'The more often a token was written, the less likely it becomes.')
	},
	max_tokens: {
		label: 'Max tokens',
		min: 1,
		max: 400,
		step: 1,
		hint: (value) => `Stop after ${value.toString()} tokens at the latest.`
	}
};
