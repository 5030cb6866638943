/** The sampling settings: their defaults, and whether given ones can be used. */
import * as v from 'valibot';

import { settingInvalid } from '../errors.ts';
import { samplingSettings } from '../run-file/schema.ts';
import type { SamplingSettings } from '../run-file/schema.ts';

/** All of them, in the schema's order: the only list there is. */
export const SETTING_NAMES = v.keyof(samplingSettings).options;

/** The settings that are one number each. */
export type NumericSetting = {
	[K in keyof SamplingSettings]: SamplingSettings[K] extends number ? K : never;
}[keyof SamplingSettings];

/** What the app begins with. */
export const DEFAULT_SETTINGS: SamplingSettings = {
	temperature: 0.8,
	top_k: 40,
	top_p: 0.95,
	min_p: 0,
	repetition_penalty: 1,
	presence_penalty: 0,
	frequency_penalty: 0,
	logit_bias: {}
};

/** With these the sampler draws from the model's own probabilities: nothing dropped, nothing bent. */
export const NEUTRAL_SETTINGS: SamplingSettings = {
	temperature: 1,
	top_k: 0,
	top_p: 1,
	min_p: 0,
	repetition_penalty: 1,
	presence_penalty: 0,
	frequency_penalty: 0,
	logit_bias: {}
};

/** Least and most of what anybody would choose for a text; what is beyond it is worth a remark. */
export const USUAL_RANGES: Readonly<
	Record<NumericSetting, readonly [least: number, most: number]>
> = {
	temperature: [0, 2],
	top_k: [0, Infinity],
	top_p: [0.05, 1],
	min_p: [0, 0.5],
	repetition_penalty: [0.5, 2],
	presence_penalty: [-2, 2],
	frequency_penalty: [-2, 2]
};

function isNumeric(name: keyof SamplingSettings): name is NumericSetting {
	return typeof NEUTRAL_SETTINGS[name] === 'number';
}

export const NUMERIC_SETTINGS: readonly NumericSetting[] = SETTING_NAMES.filter(isNumeric);

/** A value for each numeric setting, in order. */
export function eachNumericSetting<T>(
	valueOf: (name: NumericSetting) => T
): Record<NumericSetting, T> {
	return Object.fromEntries(
		NUMERIC_SETTINGS.map((name) => [name, valueOf(name)] as const)
	) as Record<NumericSetting, T>;
}

/** Just the sampling settings of something that holds them, unchecked and not copied deeply. */
export function settingsOf(source: SamplingSettings): SamplingSettings {
	return Object.fromEntries(
		SETTING_NAMES.map((name) => [name, source[name]] as const)
	) as SamplingSettings;
}

/** What each setting may be, for the message; the schema decides. */
const ALLOWED: Readonly<Record<keyof SamplingSettings, string>> = {
	temperature: '0, or 0.001 to 100',
	top_k: 'a whole number from 0 to 4294967295',
	top_p: 'above 0, at most 1',
	min_p: '0 to 1',
	repetition_penalty: '0.01 to 100',
	presence_penalty: '-100 to 100',
	frequency_penalty: '-100 to 100',
	logit_bias: 'token ids with numbers from -1000 to 1000'
};

/**
 * Gives back just the sampling settings of `settings`, checked.
 *
 * @param settings an object that holds the eight settings; other fields are left out
 * @throws AppError `settings-invalid` with `field` and `allowed` in its details
 */
export function validateSettings(settings: SamplingSettings): SamplingSettings {
	const result = v.safeParse(v.object(samplingSettings.entries), settings);
	if (result.success) return result.output;
	const [issue] = result.issues;
	const key = issue.path?.[0].key;
	const field = typeof key === 'string' ? key : 'settings';
	const allowed = field in ALLOWED ? ALLOWED[field as keyof SamplingSettings] : 'an object';
	throw settingInvalid(field, allowed);
}

const SEED_MAX = 2n ** 64n - 1n;

/**
 * Reads a seed as a person may type it: decimal digits, with blanks around them.
 *
 * @returns 0 to 2^64 − 1
 * @throws AppError `settings-invalid` with `field: 'seed'`
 */
export function parseSeed(text: string): bigint {
	const digits = text.trim();
	if (/^[0-9]{1,40}$/.test(digits) && BigInt(digits) <= SEED_MAX) return BigInt(digits);
	throw settingInvalid('seed', `a whole number from 0 to ${SEED_MAX}`);
}
