/** How a text on show and the recipe beside it have come apart. */
import type { RunRequest } from '#core/run-file/schema.ts';
import type { RecipeSettings } from '../runs/presets.ts';
import { differingSettings } from '../runs/presets.ts';
import { recipeSettingsOf } from '../runs/run-recipe.ts';

type Field = keyof RecipeSettings | 'seed';

export interface OtherSetting {
	readonly field: Field;
	readonly written: unknown;
	readonly now: unknown;
}

/** The limit as set, or as much again when the forced tokens already fill it. */
export function roomFor(forcedCount: number, maxTokens: number): number {
	return forcedCount < maxTokens ? maxTokens : forcedCount + maxTokens;
}

/** @param seed as typed; empty asks for a new one each time, which no text contradicts */
export function otherSettings(
	request: RunRequest,
	settings: RecipeSettings,
	seed: string
): OtherSetting[] {
	const written = recipeSettingsOf(request);
	const room = roomFor(request.forced_token_ids.length, settings.max_tokens);
	const now = { ...settings, max_tokens: room };
	const fields = [...differingSettings(now, written)].map((field) => ({
		field,
		written: written[field],
		now: field === 'max_tokens' ? settings.max_tokens : settings[field]
	}));
	const typed = seed.trim();
	const isOther = typed !== '' && typed !== request.seed;
	return isOther ? [...fields, { field: 'seed', written: request.seed, now: typed }] : fields;
}
