/** jinja2's filters for numbers, and those that look at a value as a whole. */
import { raise, unsupported } from '../failure.ts';
import { isTrue } from '../values/compare.ts';
import { readFloat, readInt, toFixedEven, toFloat, truncate, asFloat } from '../values/numbers.ts';
import { isNumber, typeName, Undefined, type Value } from '../values/object.ts';
import { Str } from '../values/text.ts';
import { leadingSpace, trailingSpace } from '../values/unicode.ts';
import { size, textOf, wholeNumber, type Bound } from './arguments.ts';
import { onlyAttribute } from './attributes.ts';
import type { Routine } from './tests.ts';

function trimmed({ text }: Str): string {
	return text.slice(leadingSpace(text), Math.max(leadingSpace(text), trailingSpace(text)));
}

/** null where Python raises `TypeError` or `ValueError`. */
function floatOf(value: Value): number | null {
	if (value instanceof Undefined) raise(value.kind, value.message);
	if (isNumber(value)) return typeof value === 'bigint' ? toFloat(value) : Number(value);
	return value instanceof Str ? readFloat(trimmed(value)) : null;
}

/** `"42.23"|int` gives 42. */
function intOf(value: Value, base: number): bigint | null {
	if (typeof value === 'bigint') return value;
	if (typeof value === 'boolean') return BigInt(value);
	if (value instanceof Str) {
		const whole = readInt(trimmed(value), base);
		if (whole !== null) return whole;
	}
	const float = floatOf(value);
	return float === null || !Number.isFinite(float) ? null : truncate(float);
}

function int([value, missing, base]: Bound): Value {
	const radix = base === undefined ? 10 : size(base);
	if (radix !== 10 && value instanceof Str) unsupported('the filter int with another base');
	if (value === Infinity || value === -Infinity)
		raise('OverflowError', 'cannot convert float infinity to integer');
	return intOf(value ?? null, radix) ?? missing ?? 0n;
}

function float([value, missing]: Bound): Value {
	return floatOf(value ?? null) ?? (missing === undefined ? 0 : missing);
}

function abs([value]: Bound): Value {
	const number = value ?? null;
	if (number instanceof Undefined || !isNumber(number)) {
		raise('TypeError', `bad operand type for abs(): '${typeName(number)}'`);
	}
	if (typeof number === 'number') return Math.abs(number);
	const whole = BigInt(number);
	return whole < 0n ? -whole : whole;
}

function roundTowards(value: number, precision: number, method: string): Value {
	const scale = Number(`1e${precision}`);
	if (precision > 22 || precision < 0) unsupported('rounding to so many digits');
	const scaled = value * scale;
	if (!Number.isFinite(scaled)) raise('OverflowError', 'cannot convert float infinity to integer');
	const whole = method === 'ceil' ? Math.ceil(scaled) : Math.floor(scaled);
	// Python's ceil and floor are whole numbers, which have no -0.
	return (whole === 0 ? 0 : whole) / scale;
}

function round([value, precision, method]: Bound): Value {
	const how = method === undefined ? 'common' : textOf(method, 'method').text;
	if (!['common', 'ceil', 'floor'].includes(how)) {
		raise('FilterArgumentError', 'method must be common, ceil or floor');
	}
	const digits = precision === undefined ? 0 : Number(wholeNumber(precision));
	const number = value ?? null;
	if (number instanceof Undefined) {
		raise('TypeError', "type Undefined doesn't define __round__ method");
	}
	if (!isNumber(number))
		raise('TypeError', `type ${typeName(number)} doesn't define __round__ method`);
	if (digits < 0 || digits > 99) unsupported('rounding to so many digits');
	if (how !== 'common') return roundTowards(asFloat(number), digits, how);
	if (typeof number !== 'number') return BigInt(number);
	return Number.isFinite(number) ? Number(toFixedEven(number, digits)) : number;
}

function fallBack([value, missing, boolean]: Bound): Value {
	const given = value ?? null;
	const isMissing = given instanceof Undefined || (isTrue(boolean ?? false) && !isTrue(given));
	if (!isMissing) return given;
	return missing === undefined ? Str.of('') : missing;
}

const DEFAULT: Routine = {
	name: 'do_default',
	names: ['value', 'default_value?', 'boolean?'],
	run: fallBack
};

export const VALUE_FILTERS: Readonly<Record<string, Routine>> = {
	abs: { name: 'abs', names: ['x'], byName: false, run: abs },
	attr: {
		name: 'do_attr',
		names: ['obj', 'name'],
		run: ([value = null, name]) => onlyAttribute(value, textOf(name, 'the name').text)
	},
	d: DEFAULT,
	default: DEFAULT,
	float: { name: 'do_float', names: ['value', 'default?'], run: float },
	int: { name: 'do_int', names: ['value', 'default?', 'base?'], run: int },
	round: { name: 'do_round', names: ['value', 'precision?', 'method?'], run: round }
};
