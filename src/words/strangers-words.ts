/** Words of strangers (titles, names of models) where the app's own words stand beside them. */

/** Controls, and what turns the direction of writing: with these, words read as others than they are. */
const CODES =
	// eslint-disable-next-line no-control-regex -- these are what is looked for
	/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb]/g;

/** Check marks, crosses, locks, shields, coloured dots and squares: the signs of verdicts. */
const SIGNS =
	/[\u237b\u2705\u2611\u2610\u2612\u2713-\u2718\u274c\u274e\u{1f5f8}\u{1f5f9}\u{1f534}\u{1f7e0}-\u{1f7e2}\u{1f7e5}-\u{1f7e9}\u{1f197}\u{1f50f}\u{1f510}\u{1f512}\u{1f513}\u{1f6e1}]\ufe0f?/gu;

/** Without signs and codes that could pass for the app's own; runs of blanks are one. */
export function strangersWords(text: string): string {
	return text.replaceAll(CODES, ' ').replaceAll(SIGNS, '').replaceAll(/\s+/g, ' ').trim();
}

/** What someone calls a thing, as a quotation. */
export function quotedWords(text: string): string {
	return `“${strangersWords(text) || '?'}”`;
}

/**
 * What this app calls something; else what its sender calls it, as a quotation.
 *
 * @param known null where this app does not know it
 */
export function knownOrQuoted(known: string | null, said: string): string {
	return known ?? quotedWords(said);
}
