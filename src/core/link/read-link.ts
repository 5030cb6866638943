/**
 * Reading a link is total: any text gives a link of the current version or an `AppError`. Reading
 * starts nothing and fetches nothing.
 */
import { fragmentOf, unwrapMessage } from './envelope.ts';
import { COMPARISON_1, FILL_1, RECIPE_1, RUN_1 } from './link-1.ts';
import { parseComparisonLink, parseFillLink, parseRecipe, parseRunLink } from './link-fields.ts';
import type { Link, LinkKind } from './link-schema.ts';

const KINDS: readonly LinkKind[] = ['recipe', 'run', 'comparison', 'fill'];

/** Which kind of link an address or its fragment claims to be; null when it is not one. */
export function linkKind(address: string): LinkKind | null {
	const word = /^([a-z]+)=/.exec(fragmentOf(address))?.[1];
	return KINDS.find((kind) => kind === word) ?? null;
}

/**
 * @param address a whole address, or its fragment with or without `#`
 * @throws AppError `link-malformed` (details: `problem`, `path`), `link-too-large`,
 *   `link-unknown-version` (details: `version`, `newest`)
 */
export function readLink(address: string): Link {
	const { kind, message } = unwrapMessage(address, KINDS);
	switch (kind) {
		case 'recipe':
			return { kind, recipe: parseRecipe(RECIPE_1.decode(message)) };
		case 'run':
			return { kind, run: parseRunLink(RUN_1.decode(message)) };
		case 'comparison':
			return { kind, comparison: parseComparisonLink(COMPARISON_1.decode(message)) };
		case 'fill':
			return { kind, fill: parseFillLink(FILL_1.decode(message)) };
	}
}
