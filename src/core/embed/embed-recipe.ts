/** From a recipe as a page writes it to one that a link could hold. */
import { parseRecipe } from '../link/link-fields.ts';
import type { LinkModel, RecipeLink } from '../link/link-schema.ts';
import { SAMPLER_NAME } from '../run-file/schema.ts';
import { DEFAULT_SETTINGS } from '../sampling/settings.ts';
import type { EmbedRecipe } from './messages.ts';

/** Belongs to version 1 of the messages: it stays when the app's own default changes. */
const MAX_TOKENS = 120;

/**
 * @param builtIn the model of a recipe that names none
 * @throws AppError `link-malformed` with `path` and `problem`
 */
export function recipeLinkOfEmbed(written: EmbedRecipe, builtIn: LinkModel): RecipeLink {
	const { title, model = builtIn, prompt = null, messages = [], seed, ...settings } = written;
	return parseRecipe({
		title,
		model,
		request: {
			mode: prompt === null ? 'chat' : 'completion',
			messages,
			prompt,
			forced_token_ids: [],
			sampler: SAMPLER_NAME,
			...DEFAULT_SETTINGS,
			max_tokens: MAX_TOKENS,
			stop_sequences: [],
			...settings,
			seed: String(seed)
		}
	});
}
