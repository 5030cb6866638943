import {
	DEFAULT_SETTINGS,
	NEUTRAL_SETTINGS,
	NUMERIC_SETTINGS,
	type NumericSetting
} from '#core/sampling/settings.ts';
import type { GenerateRequest } from '#protocol/worker-api.ts';

/** Everything that shapes the choice of tokens, without the seed. */
export type RecipeSettings = Omit<GenerateRequest['settings'], 'seed'>;

/** Those of a recipe's settings that are one number each. */
export type NumericField = NumericSetting | 'max_tokens';

/** In the order in which they are shown. */
export const NUMERIC_FIELDS: readonly NumericField[] = [...NUMERIC_SETTINGS, 'max_tokens'];

export const DEFAULT_RECIPE_SETTINGS: RecipeSettings = {
	...DEFAULT_SETTINGS,
	max_tokens: 120,
	stop_sequences: []
};

export interface Preset {
	readonly id: string;
	readonly name: string;
	readonly hint: string;
	readonly settings: RecipeSettings;
	/** Runs on the CPU, whose numbers are the same on every machine. */
	readonly needsCpu: boolean;
}

const lengths = {
	max_tokens: DEFAULT_RECIPE_SETTINGS.max_tokens,
	stop_sequences: DEFAULT_RECIPE_SETTINGS.stop_sequences
};

export const PRESETS: readonly Preset[] = [
	{
		id: 'greedy',
		name: 'Greedy',
		hint: 'Always the likeliest token. The seed plays no part.',
		settings: { ...NEUTRAL_SETTINGS, ...lengths, temperature: 0 },
		needsCpu: false
	},
	{
		id: 'balanced',
		name: 'Balanced',
		hint: 'Varied, and rarely odd. What you start with.',
		settings: DEFAULT_RECIPE_SETTINGS,
		needsCpu: false
	},
	{
		id: 'wild',
		name: 'Wild',
		hint: 'Unlikely words get a real chance.',
		settings: { ...NEUTRAL_SETTINGS, ...lengths, temperature: 1.5, min_p: 0.02 },
		needsCpu: false
	},
	{
		id: 'reference',
		name: 'Reference',
		hint: 'The model’s own probabilities, on the CPU: the same on every machine, bit for bit.',
		settings: { ...NEUTRAL_SETTINGS, ...lengths },
		needsCpu: true
	}
];

/** Names of the settings whose values differ. */
export function differingSettings(
	a: RecipeSettings,
	b: RecipeSettings
): ReadonlySet<keyof RecipeSettings> {
	const keys = Object.keys(b) as (keyof RecipeSettings)[];
	return new Set(keys.filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key])));
}
