/** Words of strangers (titles, names of models) where the app's own words stand beside them. */

/** Controls, and what turns the direction of writing: with these, words read as others than they are. */
const CODES =
	// eslint-disable-next-line no-control-regex -- these are what is looked for
	/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb]/g;

/** Check marks, crosses and coloured dots: the signs of verdicts. */
const SIGNS =
	/[\u2705\u2611\u2610\u2612\u2713-\u2718\u274c\u274e\u{1f5f8}\u{1f5f9}\u{1f534}\u{1f7e0}-\u{1f7e2}\u{1f197}]\ufe0f?/gu;

/** Without signs and codes that could pass for the app's own; runs of blanks are one. */
export function strangersWords(text: string): string {
	return text.replaceAll(CODES, ' ').replaceAll(SIGNS, '').replaceAll(/\s+/g, ' ').trim();
}
