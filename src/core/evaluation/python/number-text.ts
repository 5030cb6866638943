/** Floats as Python writes and reads them. */

/** As `repr(float)`: the shortest digits that give the number back; an exponent from 1e16 up and below 1e-4. */
export function floatRepr(value: number): string {
	if (Number.isNaN(value)) return 'nan';
	const sign = value < 0 || Object.is(value, -0) ? '-' : '';
	const size = Math.abs(value);
	return sign + (size === Infinity ? 'inf' : sizeText(size));
}

function sizeText(size: number): string {
	if (size === 0) return '0.0';
	const [mantissa = '', exponentText = ''] = size.toExponential().split('e');
	const exponent = Number(exponentText);
	if (exponent < -4 || exponent >= 16) {
		const places = String(Math.abs(exponent)).padStart(2, '0');
		return `${mantissa}e${exponent < 0 ? '-' : '+'}${places}`;
	}
	const digits = mantissa.replace('.', '');
	if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
	const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
	return `${whole}.${digits.slice(exponent + 1) || '0'}`;
}

const FLOAT = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** As `float(text)`, for what `repr` and `str` write of floats and NumPy's. @returns null for other text */
export function readFloat(text: string): number | null {
	const word = text.toLowerCase();
	if (word === 'nan') return NaN;
	if (word === 'inf' || word === 'infinity') return Infinity;
	if (word === '-inf' || word === '-infinity') return -Infinity;
	return FLOAT.test(text) ? Number(text) : null;
}
