/** JSON as Python's `json` module writes it: with `NaN`, `Infinity` and `-Infinity`. */

/** A text that is never closed goes to the end: else each of its quotes would be tried as a beginning. */
const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"?|-?Infinity|NaN/gs;

/** In JSON 1e999 is a number too large for any, and `null` is as good as no number. */
const REPLACEMENTS: Readonly<Record<string, string>> = {
	NaN: 'null',
	Infinity: '1e999',
	'-Infinity': '-1e999'
};

/** @returns `NaN` becomes null. @throws SyntaxError */
export function parsePythonJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return JSON.parse(text.replace(TEXT_OR_NUMBER, (found) => REPLACEMENTS[found] ?? found));
	}
}
