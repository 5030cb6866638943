/** `'{} and {name}'.format(…)`, as the sandbox formats. */
import { spend, spendText } from '../budget.ts';
import { raise, unsupported } from '../failure.ts';
import { asFloat, printFloat, printInt, toFixedEven } from '../values/numbers.ts';
import { isNumber, typeName, type Arguments, type Value } from '../values/object.ts';
import { print, represent } from '../values/printing.ts';
import { Str } from '../values/text.ts';

const FIELD = /\{\{|\}\}|\{([^{}!:]*)(?:!([^{}:]*))?(?::([^{}]*))?\}|[{}]/g;
const SPEC = /^(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/su;
const PATH = /\.([^.[]+)|\[([^\]]+)\]/g;

interface Spec {
	readonly fill: string;
	readonly align: string | undefined;
	readonly sign: string;
	readonly width: number;
	readonly grouping: string;
	readonly precision: number | null;
	readonly type: string;
}

/** `0` before the width fills numbers up with zeros, between sign and digits. */
function filling(fill: string | undefined, align: string | undefined, zero: string | undefined) {
	if (zero === undefined) return { fill: fill ?? ' ', align };
	return { fill: fill ?? '0', align: align ?? '=' };
}

function readSpec(text: string): Spec {
	const match = SPEC.exec(text);
	if (match === null) raise('ValueError', 'Invalid format specifier');
	const [, fill, align, sign, alternate, zero, width, grouping, precision, type] = match;
	if (alternate !== undefined) unsupported('the format flag #');
	if (precision !== undefined && Number(precision) > 99) unsupported('so many digits in a format');
	return {
		...filling(fill, align, zero),
		sign: sign ?? '-',
		width: Number(width ?? 0),
		grouping: grouping ?? '',
		precision: precision === undefined ? null : Number(precision),
		type: type ?? ''
	};
}

function pad(text: Str, align: string, { fill, width }: Spec): Str {
	spendText(width);
	const missing = Math.max(0, width - text.length);
	const left = align === '<' ? 0 : align === '^' ? Math.floor(missing / 2) : missing;
	return Str.concat([Str.of(fill.repeat(left)), text, Str.of(fill.repeat(missing - left))]);
}

function formatText(value: Str, spec: Spec): Str {
	if (spec.type !== '' && spec.type !== 's') {
		raise('ValueError', `Unknown format code '${spec.type}' for object of type 'str'`);
	}
	if (spec.align === '=') unsupported('the alignment = of a text');
	const cut =
		spec.precision === null ? value : value.slice(0, Math.min(spec.precision, value.length));
	return pad(cut, spec.align ?? '<', spec);
}

const BASES: Readonly<Record<string, number>> = { b: 2, o: 8, x: 16, X: 16 };

function wholeDigits(value: bigint, { type, precision }: Spec): string {
	if (precision !== null) raise('ValueError', 'Precision not allowed in integer format specifier');
	if (type === '' || type === 'd') return printInt(value);
	const base = BASES[type];
	if (base === undefined) return unsupported(`the format ${type}`);
	const digits = value.toString(base);
	return type === 'X' ? digits.toUpperCase() : digits;
}

function numberDigits(value: boolean | bigint | number, spec: Spec): string {
	const { type, precision } = spec;
	if (type === 'f' || type === 'F') return toFixedEven(asFloat(value), precision ?? 6);
	if (type === '%') return `${toFixedEven(asFloat(value) * 100, precision ?? 6)}%`;
	if (typeof value !== 'number') return wholeDigits(BigInt(value), spec);
	if (type !== '' || precision !== null) unsupported(`the format ${type} of a number with a point`);
	return printFloat(value);
}

function formatNumber(value: boolean | bigint | number, spec: Spec): Str {
	if (typeof value === 'number' && !Number.isFinite(value))
		unsupported('the format of such a number');
	const digits = numberDigits(value, spec);
	const minus = digits.startsWith('-');
	let size = minus ? digits.slice(1) : digits;
	if (spec.grouping !== '') {
		if (spec.fill === '0' && spec.width > 0) unsupported('grouped digits filled with zeros');
		if (spec.type in BASES) unsupported('grouped digits of another base');
		size = size.replace(/^\d+/, (run) => run.replace(/\B(?=(\d{3})+$)/g, spec.grouping));
	}
	const sign = minus ? '-' : spec.sign === '-' ? '' : spec.sign;
	if (spec.align !== '=') return pad(Str.of(sign + size), spec.align ?? '>', spec);
	spendText(spec.width);
	return Str.of(sign + size.padStart(spec.width - sign.length, spec.fill));
}

function formatValue(value: Value, specText: string): Str {
	if (specText === '') return print(value);
	if (value instanceof Str) return formatText(value, readSpec(specText));
	if (isNumber(value)) return formatNumber(value, readSpec(specText));
	return raise('TypeError', `unsupported format string passed to ${typeName(value)}.__format__`);
}

function convert(value: Value, conversion: string | undefined): Value {
	if (conversion === undefined) return value;
	if (conversion === 's') return print(value);
	if (conversion === 'r') return represent(value);
	if (conversion === 'a') unsupported('the conversion !a');
	return raise('ValueError', `Unknown conversion specifier ${conversion}`);
}

/** How a field continues from its value: `{0.name}`, `{0[key]}`. */
export interface Lookup {
	readonly attribute: (value: Value, name: string) => Value;
	readonly item: (value: Value, key: Value) => Value;
}

/** Finds what a field names: by position, by name, and from there along its path. */
class Fields {
	readonly #args: readonly Value[];
	readonly #kwargs: Arguments;
	readonly #lookup: Lookup;
	#next: number | 'by hand' = 0;

	constructor(args: readonly Value[], kwargs: Arguments, lookup: Lookup) {
		this.#args = args;
		this.#kwargs = kwargs;
		this.#lookup = lookup;
	}

	#at(index: number): Value {
		return (
			this.#args[index] ??
			(index in this.#args
				? null
				: raise('IndexError', `Replacement index ${index} out of range for positional args tuple`))
		);
	}

	#first(name: string): Value {
		if (name === '') {
			if (this.#next === 'by hand') {
				raise(
					'ValueError',
					'cannot switch from manual field specification to automatic field numbering'
				);
			}
			return this.#at(this.#next++);
		}
		if (!/^\d+$/.test(name)) return this.#kwargs.get(name) ?? this.#missing(name);
		if (this.#next !== 0 && this.#next !== 'by hand') {
			raise(
				'ValueError',
				'cannot switch from manual field specification to automatic field numbering'
			);
		}
		this.#next = 'by hand';
		return this.#at(Number(name));
	}

	#missing(name: string): Value {
		return this.#kwargs.has(name) ? null : raise('KeyError', `'${name}'`);
	}

	find(name: string): Value {
		const first = /^[^.[]*/.exec(name)?.[0] ?? '';
		const rest = name.slice(first.length);
		// Brackets that never close are each looked after to the end.
		spend((rest.length / 16) ** 2);
		if (rest.replace(PATH, '') !== '')
			raise('ValueError', 'Only "." or "[" may follow "]" in format field specifier');
		let value = this.#first(first);
		for (const [, attribute, item = ''] of rest.matchAll(PATH)) {
			if (attribute !== undefined) value = this.#lookup.attribute(value, attribute);
			else value = this.#lookup.item(value, /^\d+$/.test(item) ? BigInt(item) : Str.of(item));
		}
		return value;
	}
}

/** @throws TemplateFailure as Python raises, and for what is not done exactly */
export function formatBraces(
	format: Str,
	args: readonly Value[],
	kwargs: Arguments,
	lookup: Lookup
): Str {
	const fields = new Fields(args, kwargs, lookup);
	const parts: Str[] = [];
	let at = 0;
	for (const match of format.text.matchAll(FIELD)) {
		parts.push(format.cut(at, match.index));
		at = match.index + match[0].length;
		const [whole, name, conversion, spec = ''] = match;
		if (whole === '{{' || whole === '}}') parts.push(Str.of(whole.charAt(0)));
		else if (name === undefined)
			unsupported('fields inside of fields, or single braces, in a format');
		else parts.push(formatValue(convert(fields.find(name), conversion), spec));
	}
	parts.push(format.cut(at));
	return Str.concat(parts);
}
