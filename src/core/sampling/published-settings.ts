/** The sampling settings that a model's publisher recommends, as the model's own files name them. */
import { FILTER_NAMES } from './filters.ts';
import {
	DEFAULT_SETTINGS,
	NEUTRAL_SETTINGS,
	NUMERIC_SETTINGS,
	validateSettings,
	type NumericSetting
} from './settings.ts';
import type { SamplingSettings } from '../run-file/schema.ts';

export interface PublishedSettings {
	/** What is not named is as the publisher's own library has it, or off. */
	readonly settings: SamplingSettings;
	/** The longest output, in tokens; null when nobody says. */
	readonly maxTokens: number | null;
	/** What is recommended besides and this sampler does not have, e.g. `no_repeat_ngram_size`. */
	readonly missingHere: readonly string[];
}

type Config = Readonly<Record<string, unknown>>;

/** Of transformers' `generate`, what changes the choice of tokens and is not done here: their values when off. */
const NOT_HERE: Readonly<Record<string, number>> = {
	typical_p: 1,
	epsilon_cutoff: 0,
	eta_cutoff: 0,
	no_repeat_ngram_size: 0,
	num_beams: 1,
	penalty_alpha: 0
};

function isUsable(name: NumericSetting, value: unknown): value is number {
	if (typeof value !== 'number') return false;
	try {
		validateSettings({ ...DEFAULT_SETTINGS, [name]: value });
		return true;
	} catch {
		return false;
	}
}

/** Values out of range are taken as not named: no model is refused for them. */
function namedIn(config: Config): Partial<Record<NumericSetting, number>> {
	return Object.fromEntries(
		NUMERIC_SETTINGS.flatMap((name) => {
			const value = config[name];
			return isUsable(name, value) ? [[name, value] as const] : [];
		})
	);
}

function lengthIn({ max_new_tokens: length }: Config): number | null {
	return Number.isSafeInteger(length) && (length as number) > 0 ? (length as number) : null;
}

function missingIn(config: Config): string[] {
	return Object.entries(NOT_HERE).flatMap(([name, off]) => {
		const value = config[name];
		return typeof value === 'number' && value !== off ? name : [];
	});
}

/** @param unnamed what the library for which the file is written takes where it names nothing */
function readPublished(
	config: Config,
	unnamed: Partial<SamplingSettings>
): PublishedSettings | null {
	const named = namedIn(config);
	const maxTokens = lengthIn(config);
	const missingHere = missingIn(config);
	const isSilent = NUMERIC_SETTINGS.every(
		(name) => named[name] === undefined || named[name] === NEUTRAL_SETTINGS[name]
	);
	if (isSilent && maxTokens === null && config['do_sample'] !== false) return null;
	const settings = { ...NEUTRAL_SETTINGS, ...unnamed, ...named };
	if (config['do_sample'] !== false) return { settings, maxTokens, missingHere };
	// Greedy: what filters candidates plays no part.
	const off = Object.fromEntries(FILTER_NAMES.map((name) => [name, NEUTRAL_SETTINGS[name]]));
	return { settings: { ...settings, temperature: 0, ...off }, maxTokens, missingHere };
}

/**
 * Reads Hugging Face's `generation_config.json`: what it leaves out is as transformers' `generate`
 * takes it, which keeps the 50 likeliest tokens unless told otherwise.
 *
 * @returns null when it recommends nothing
 * @see https://huggingface.co/docs/transformers/main_classes/text_generation
 */
export function readGenerationConfig(config: Config): PublishedSettings | null {
	return readPublished(config, config['top_k'] === null ? {} : { top_k: 50 });
}

/** Reads what `mlc-chat-config.json` says of sampling. @returns null when it recommends nothing */
export function readMlcSampling(config: Config): PublishedSettings | null {
	return readPublished(config, {});
}
