/** What Python takes for white space, which is not what JavaScript takes for it. */

/** The inside of a character class: `str.isspace`. */
export const SPACE =
	'\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

const IS_SPACE = new RegExp(`^[${SPACE}]$`);

function isSpaceAt(text: string, at: number): boolean {
	return IS_SPACE.test(text.charAt(at));
}

/** Of a text that is empty: false. */
export function startsWithSpace(text: string): boolean {
	return isSpaceAt(text, 0);
}

/** Of a text that is empty: false. */
export function endsWithSpace(text: string): boolean {
	return isSpaceAt(text, text.length - 1);
}

/** As `str.strip()`. */
export function strip(text: string): string {
	let start = 0;
	let end = text.length;
	while (start < end && isSpaceAt(text, start)) start += 1;
	while (end > start && isSpaceAt(text, end - 1)) end -= 1;
	return text.slice(start, end);
}
