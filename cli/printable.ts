/**
 * Words of strangers for a terminal: names and texts of files may hold codes that move the cursor,
 * change colours or turn the direction of writing, and so paint a false verdict.
 */

/** C0 and C1 controls, DEL, line and paragraph separators, and whatever turns the direction of writing. */
const CODES =
	// eslint-disable-next-line no-control-regex -- these are what is looked for
	/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

function escaped(code: string): string {
	return `\\u${code.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** One line, with every code spelled out: `\u001b`. */
export function printable(text: string): string {
	return text.replaceAll(CODES, escaped);
}

/** The same for JSON, whose own line breaks and tabs stay: what is spelled out there means the same. */
export function printableJson(json: string): string {
	return json.replaceAll(CODES, (code) => (code === '\n' || code === '\t' ? code : escaped(code)));
}
