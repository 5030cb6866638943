import type { PublishedSettings } from '#core/sampling/published-settings.ts';
import {
	DEFAULT_SETTINGS,
	NEUTRAL_SETTINGS,
	NUMERIC_SETTINGS,
	type NumericSetting
} from '#core/sampling/settings.ts';
import type { GenerateRequest } from '#protocol/generate-request.ts';

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

/** The presets of a model that begins with `defaults`. */
function presetsFrom(defaults: RecipeSettings): readonly Preset[] {
	const { max_tokens, stop_sequences } = defaults;
	const lengths = { max_tokens, stop_sequences };
	return [
		{
			id: 'greedy',
			name: 'Greedy',
			hint: 'Always the likeliest token. The seed makes no difference.',
			settings: { ...NEUTRAL_SETTINGS, ...lengths, temperature: 0 },
			needsCpu: false
		},
		{
			id: 'balanced',
			name: 'Balanced',
			hint: 'Varied, seldom strange. The default.',
			settings: defaults,
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
			hint: 'The model’s own probabilities, on the processor: the same on every machine, bit for bit.',
			settings: { ...NEUTRAL_SETTINGS, ...lengths },
			needsCpu: true
		}
	];
}

/** Those of the built-in model. */
export const PRESETS: readonly Preset[] = presetsFrom(DEFAULT_RECIPE_SETTINGS);

/** What a recipe has to know of the model that it is for. */
export interface ModelTraits {
	/** Its id in the catalogue. */
	readonly id: string;
	/** Sprout's settings, examples and hints are for Sprout alone. */
	readonly isSprout: boolean;
	readonly hasChatTemplate: boolean;
	readonly contextLength: number;
	/** What its publisher recommends; null where nobody says. */
	readonly published: PublishedSettings | null;
}

/** Room for an answer: models except Sprout seldom end one within its 120 tokens. */
const OTHER_MAX_TOKENS = 512;

/** What a model begins with: at most half of its context is output, so that a prompt has room. */
export function defaultsFor({ isSprout, contextLength }: ModelTraits): RecipeSettings {
	if (isSprout) return DEFAULT_RECIPE_SETTINGS;
	const half = Math.max(1, Math.floor(contextLength / 2));
	return { ...DEFAULT_RECIPE_SETTINGS, max_tokens: Math.min(OTHER_MAX_TOKENS, half) };
}

/** All that there are for a model, its publisher's last. */
export function presetsFor(traits: ModelTraits): readonly Preset[] {
	if (traits.isSprout) return PRESETS;
	const defaults = defaultsFor(traits);
	const { published, contextLength } = traits;
	if (published === null) return presetsFrom(defaults);
	const max_tokens = Math.min(published.maxTokens ?? defaults.max_tokens, contextLength);
	const { stop_sequences } = defaults;
	return [
		...presetsFrom(defaults),
		{
			id: 'publisher',
			name: 'Publisher’s',
			hint: publishersHint(published.missingHere),
			settings: { ...published.settings, max_tokens, stop_sequences },
			needsCpu: false
		}
	];
}

function publishersHint(missingHere: readonly string[]): string {
	const whole = 'What the model’s publisher recommends, in the files that come with it.';
	if (missingHere.length === 0) return whole;
	const names = missingHere.join(', ');
	return `What the model’s publisher recommends, without settings that do not exist here: ${names}.`;
}

/** Names of the settings whose values differ. */
export function differingSettings(
	a: RecipeSettings,
	b: RecipeSettings
): ReadonlySet<keyof RecipeSettings> {
	const keys = Object.keys(b) as (keyof RecipeSettings)[];
	return new Set(keys.filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key])));
}
