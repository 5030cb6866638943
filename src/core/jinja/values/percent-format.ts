/** `'%s and %d' % values`, as Python's printf formatting. */
import { spendText } from '../budget.ts';
import { raise, unsupported } from '../failure.ts';
import { PyDict } from './dict.ts';
import { asFloat, printInt, toFixedEven, truncate } from './numbers.ts';
import { isNumber, PyTuple, typeName, Undefined, type Value } from './object.ts';
import { print, represent } from './printing.ts';
import { Str } from './text.ts';

const SPEC = /%(?:\(([^()]*)\))?([-+ #0]*)(\*|\d+)?(?:(\.)(\*|\d+)?)?[hlL]?(.)?/gsu;

interface Field {
	readonly flags: string;
	readonly width: number;
	readonly precision: number | null;
	readonly type: string;
}

function wholeNumber(value: Value, type: string): bigint {
	if (typeof value === 'boolean') return BigInt(value);
	if (typeof value === 'bigint') return value;
	if (typeof value === 'number' && 'diu'.includes(type)) return truncate(value);
	if (value instanceof Undefined) raise(value.kind, value.message);
	const needed = 'diu'.includes(type) ? 'a real number is required' : 'an integer is required';
	return raise('TypeError', `%${type} format: ${needed}, not ${typeName(value)}`);
}

const BASES: Readonly<Record<string, number>> = { o: 8, x: 16, X: 16 };

/** @returns sign and digits */
function wholeDigits(value: Value, { type, precision, flags }: Field): [string, string] {
	const number = wholeNumber(value, type);
	const size = number < 0n ? -number : number;
	const base = BASES[type];
	if (flags.includes('#') && base !== undefined) unsupported('the format flag #');
	let digits = base === undefined ? printInt(size) : size.toString(base);
	if (type === 'X') digits = digits.toUpperCase();
	return [number < 0n ? '-' : '', digits.padStart(precision ?? 0, '0')];
}

function floatDigits(value: Value, { type, precision, flags }: Field): [string, string] {
	if (value instanceof Undefined) raise(value.kind, value.message);
	if (!isNumber(value)) raise('TypeError', `must be real number, not ${typeName(value)}`);
	const number = asFloat(value);
	if (!Number.isFinite(number) || flags.includes('#'))
		unsupported(`the format %${type} of such a number`);
	const text = toFixedEven(number, precision ?? 6);
	return text.startsWith('-') ? ['-', text.slice(1)] : ['', text];
}

function padNumber([minus, digits]: [string, string], { flags, width }: Field): string {
	const sign = minus !== '' ? minus : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
	if (flags.includes('-')) return (sign + digits).padEnd(width);
	return flags.includes('0')
		? sign + digits.padStart(width - sign.length, '0')
		: (sign + digits).padStart(width);
}

function padText(text: Str, { flags, width, precision }: Field): Str {
	const cut = precision === null ? text : text.slice(0, Math.min(precision, text.length));
	const fill = Str.of(' '.repeat(Math.max(0, width - cut.length)));
	return Str.concat(flags.includes('-') ? [cut, fill] : [fill, cut]);
}

function character(value: Value): Str {
	if (value instanceof Str && value.length === 1) return value;
	if (typeof value !== 'bigint') raise('TypeError', '%c requires int or char');
	if (value < 0n || value > 0x10ffffn) raise('OverflowError', '%c arg not in range(0x110000)');
	return Str.of(String.fromCodePoint(Number(value)));
}

type Format = (value: Value, field: Field) => Str;

const whole: Format = (value, field) => Str.of(padNumber(wholeDigits(value, field), field));
const float: Format = (value, field) => Str.of(padNumber(floatDigits(value, field), field));
const refused: Format = (_value, { type }) => unsupported(`the format %${type}`);

const FORMATS = new Map<string, Format>([
	['s', (value, field) => padText(print(value), field)],
	['r', (value, field) => padText(represent(value), field)],
	['c', (value, field) => padText(character(value), { ...field, precision: null })],
	...Array.from('diuoxX', (type) => [type, whole] as const),
	...Array.from('fF', (type) => [type, float] as const),
	...Array.from('eEgGa', (type) => [type, refused] as const)
]);

function formatField(value: Value, field: Field): Str {
	spendText(field.width + (field.precision ?? 0));
	const format = FORMATS.get(field.type);
	if (format === undefined) raise('ValueError', `unsupported format character '${field.type}'`);
	return format(value, field);
}

/** Hands out the values, in order or by name. */
class Supply {
	readonly #values: readonly Value[];
	readonly #given: Value;
	#next = 0;
	#isNamed = false;

	constructor(given: Value) {
		this.#given = given;
		this.#values = given instanceof PyTuple ? given.items : [given];
	}

	next(): Value {
		const value = this.#values[this.#next++];
		if (value === undefined) raise('TypeError', 'not enough arguments for format string');
		return value;
	}

	named(name: string): Value {
		if (!(this.#given instanceof PyDict)) raise('TypeError', 'format requires a mapping');
		this.#isNamed = true;
		return this.#given.getNamed(name) ?? raise('KeyError', `'${name}'`);
	}

	size(text: string | undefined): number | null {
		if (text === undefined) return null;
		if (text !== '*') return Number(text);
		const value = this.next();
		if (typeof value !== 'bigint' || value < 0n) unsupported('such a width in a format');
		return Number(value);
	}

	/** @throws TemplateFailure when some are left */
	finish(): void {
		// A mapping, or a list, may be handed over without being used.
		const mayBeLeft = this.#isNamed || (!(this.#given instanceof PyTuple) && hasItems(this.#given));
		if (this.#next < this.#values.length && !mayBeLeft) {
			raise('TypeError', 'not all arguments converted during string formatting');
		}
	}
}

function hasItems(value: Value): boolean {
	return value !== null && typeof value === 'object' && !(value instanceof Str);
}

/** @throws TemplateFailure as Python raises, and for what is not done exactly */
export function formatPercent(format: Str, given: Value): Str {
	const supply = new Supply(given);
	const parts: Str[] = [];
	let at = 0;
	for (const match of format.text.matchAll(SPEC)) {
		parts.push(format.cut(at, match.index));
		at = match.index + match[0].length;
		const [, name, flags = '', width, point, precision, type] = match;
		if (type === undefined) raise('ValueError', 'incomplete format');
		if (type === '%') {
			parts.push(Str.of('%'));
			continue;
		}
		const field: Field = {
			flags,
			width: supply.size(width) ?? 0,
			precision: supply.size(precision) ?? (point === undefined ? null : 0),
			type
		};
		parts.push(formatField(name === undefined ? supply.next() : supply.named(name), field));
	}
	parts.push(format.cut(at));
	supply.finish();
	return Str.concat(parts);
}
