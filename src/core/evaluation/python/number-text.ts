/** Floats as Python reads them; `printFloat` of Jinja's values writes them. */

const FLOAT = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** As `float(text)`, for what `repr` and `str` write of floats and NumPy's. @returns null for other text */
export function readFloat(text: string): number | null {
	const word = text.toLowerCase();
	if (word === 'nan') return NaN;
	if (word === 'inf' || word === 'infinity') return Infinity;
	if (word === '-inf' || word === '-infinity') return -Infinity;
	return FLOAT.test(text) ? Number(text) : null;
}
