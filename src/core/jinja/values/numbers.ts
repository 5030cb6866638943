/** Python's `int` and `float`: printing, reading, rounding, arithmetic. */
import { spend } from '../budget.ts';
import { raise, TemplateFailure, unsupported } from '../failure.ts';

/** Python refuses to print or read more digits. */
const MOST_DIGITS = 4300;
/** Bits of the largest whole number that is calculated. */
const MOST_BITS = 100_000n;

export function printInt(value: bigint): string {
	const text = value.toString();
	if (text.length - (value < 0n ? 1 : 0) > MOST_DIGITS) {
		raise(
			'ValueError',
			'Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit'
		);
	}
	return text;
}

/** As `repr(float)`: the shortest digits that read back as the same number, as in JavaScript. */
export function printFloat(value: number): string {
	if (Number.isNaN(value)) return 'nan';
	if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
	if (Object.is(value, -0)) return '-0.0';
	const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
	const power = Number(exponent);
	if (power < -4 || power >= 16) {
		const digits = Math.abs(power).toString().padStart(2, '0');
		return `${mantissa}e${power < 0 ? '-' : '+'}${digits}`;
	}
	const plain = value.toString();
	if (plain.includes('e')) return value.toFixed(mantissa.replace(/[-.]/g, '').length - 1 - power);
	return plain.includes('.') ? plain : `${plain}.0`;
}

export function isExact(value: bigint): boolean {
	return value >= -9007199254740992n && value <= 9007199254740992n;
}

/** As `float(int)`, rounding to even. */
export function toFloat(value: bigint): number {
	const float = Number(value);
	if (!Number.isFinite(float)) raise('OverflowError', 'int too large to convert to float');
	return float;
}

/** As `int(float)`. */
export function truncate(value: number): bigint {
	if (Number.isNaN(value)) raise('ValueError', 'cannot convert float NaN to integer');
	if (!Number.isFinite(value)) raise('OverflowError', 'cannot convert float infinity to integer');
	return BigInt(Math.trunc(value));
}

function floorDivide(a: bigint, b: bigint): bigint {
	const quotient = a / b;
	return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

function floatModulo(a: number, b: number): number {
	const rest = a % b;
	if (rest === 0) return b < 0 ? -0 : 0;
	return rest < 0 !== b < 0 ? rest + b : rest;
}

function floatFloorDivide(a: number, b: number): number {
	const quotient = (a - floatModulo(a, b)) / b;
	if (quotient === 0) return a / b < 0 ? -0 : 0;
	const floor = Math.floor(quotient);
	return quotient - floor > 0.5 ? floor + 1 : floor;
}

function checkedBits(bits: bigint): void {
	if (bits > MOST_BITS) throw new TemplateFailure('limit', 'the template makes too large a number');
	spend(Number(bits) / 64);
}

function bitLength(value: bigint): bigint {
	return BigInt(value.toString(16).length * 4);
}

function intPower(a: bigint, b: bigint): bigint {
	if (b < 0n) unsupported('a power with a negative exponent');
	if (a !== 0n && a !== 1n && a !== -1n) checkedBits(bitLength(a) * b);
	return a ** b;
}

function divide(a: bigint, b: bigint): number {
	if (!isExact(a) || !isExact(b)) unsupported('division of numbers above 2^53');
	return Number(a) / Number(b);
}

export type Operator = '+' | '-' | '*' | '/' | '//' | '%' | '**';

const INT_OPERATIONS: Readonly<Record<Operator, (a: bigint, b: bigint) => bigint | number>> = {
	'+': (a, b) => a + b,
	'-': (a, b) => a - b,
	'*': (a, b) => {
		checkedBits(bitLength(a) + bitLength(b));
		return a * b;
	},
	'/': divide,
	'//': floorDivide,
	'%': (a, b) => a - floorDivide(a, b) * b,
	'**': intPower
};

const FLOAT_OPERATIONS: Readonly<Record<Operator, (a: number, b: number) => number>> = {
	'+': (a, b) => a + b,
	'-': (a, b) => a - b,
	'*': (a, b) => a * b,
	'/': (a, b) => a / b,
	'//': floatFloorDivide,
	'%': floatModulo,
	// Its last bits are the platform's.
	'**': () => unsupported('a power of a number with a point')
};

const NO_ZERO: Partial<Record<Operator, readonly [ints: string, floats: string]>> = {
	'/': ['division by zero', 'float division by zero'],
	'//': ['integer division or modulo by zero', 'float floor division by zero'],
	'%': ['integer modulo by zero', 'float modulo']
};

type Numeric = boolean | bigint | number;

function toInt(value: boolean | bigint): bigint {
	return typeof value === 'boolean' ? BigInt(value) : value;
}

export function asFloat(value: Numeric): number {
	return typeof value === 'number' ? value : toFloat(toInt(value));
}

export function calculate(operator: Operator, a: Numeric, b: Numeric): bigint | number {
	const isFloat = typeof a === 'number' || typeof b === 'number';
	const zero = NO_ZERO[operator];
	if (zero !== undefined && asFloat(b) === 0) raise('ZeroDivisionError', zero[isFloat ? 1 : 0]);
	if (typeof a === 'number' || typeof b === 'number') {
		return FLOAT_OPERATIONS[operator](asFloat(a), asFloat(b));
	}
	return INT_OPERATIONS[operator](toInt(a), toInt(b));
}

/** As `int(text)`; null where that is no number. */
export function readInt(text: string, base = 10): bigint | null {
	const match = /^[+-]?([0-9a-z]+(?:_[0-9a-z]+)*)$/i.exec(text);
	if (match === null) {
		if (/\p{Nd}/u.test(text.replace(/[0-9]/g, ''))) unsupported('digits of other scripts');
		return null;
	}
	const digits = (match[1] ?? '').replaceAll('_', '').toLowerCase();
	if (digits.length > MOST_DIGITS) return null;
	let value = 0n;
	for (const digit of digits) {
		const worth = parseInt(digit, 36);
		if (worth >= base) return null;
		value = value * BigInt(base) + BigInt(worth);
	}
	return text.startsWith('-') ? -value : value;
}

const NAMED_FLOAT = /^([+-]?)(inf|infinity|nan)$/i;
const FLOAT = /^[+-]?(\d+(_\d+)*(\.(\d+(_\d+)*)?)?|\.\d+(_\d+)*)(e[+-]?\d+(_\d+)*)?$/i;

/** As `float(text)` of a text without white space at its ends; null where that is no number. */
export function readFloat(text: string): number | null {
	const named = NAMED_FLOAT.exec(text);
	if (named !== null) {
		if (named[2]?.toLowerCase() === 'nan') return NaN;
		return named[1] === '-' ? -Infinity : Infinity;
	}
	if (FLOAT.test(text)) return Number(text.replaceAll('_', ''));
	if (/\p{Nd}/u.test(text.replace(/[0-9]/g, ''))) unsupported('digits of other scripts');
	return null;
}

/**
 * As `'%.{precision}f'`: the exact value, rounded, and to even when two are as near. JavaScript takes
 * the larger of the two.
 */
export function toFixedEven(value: number, precision: number): string {
	if (Math.abs(value) >= 1e21 || precision > 99) unsupported('so many digits of a number');
	const text = value.toFixed(precision);
	// Exactly between two: that number of digits more ends in a 5, and nothing follows.
	const exact = Math.abs(value).toFixed(Math.min(100, precision + 60));
	const point = exact.indexOf('.');
	const behind = exact.slice(point + 1 + precision);
	if (!/^50*$/.test(behind) || precision > 40) return text;
	const kept = exact.slice(0, point + 1 + precision).replace('.', '');
	const isOdd = Number(kept.at(-1)) % 2 === 1;
	const units = BigInt(kept) + (isOdd ? 1n : 0n);
	const digits = units.toString().padStart(precision + 1, '0');
	const head = digits.slice(0, digits.length - precision);
	const sign = value < 0 || Object.is(value, -0) ? '-' : '';
	return sign + (precision === 0 ? head : `${head}.${digits.slice(-precision)}`);
}
