/** `+`, `*`, `%`, `in` and their like, on all values. */
import { spend, spendText } from '../budget.ts';
import { raise, unsupported } from '../failure.ts';
import { isEqual, isSame } from './compare.ts';
import { DictView, PyDict } from './dict.ts';
import { calculate, type Operator } from './numbers.ts';
import {
	isNumber,
	PyList,
	PyRange,
	PyTuple,
	typeName,
	Undefined,
	type PyObject,
	type Value
} from './object.ts';
import { formatPercent } from './percent-format.ts';
import { isIterable, itemsOf } from './sequence.ts';
import { Str } from './text.ts';

function notDefined(...values: Value[]): void {
	for (const value of values) if (value instanceof Undefined) raise(value.kind, value.message);
}

function noMarkup(...values: Value[]): void {
	for (const value of values) {
		if (value instanceof Str && value.isMarkup) unsupported('an operation on escaped text');
	}
}

function concatenated(a: PyObject, b: Value): Value {
	if (a instanceof Str && b instanceof Str) return Str.concat([a, b]);
	if (a instanceof PyList && b instanceof PyList) {
		spend(a.items.length + b.items.length);
		return new PyList([...a.items, ...b.items]);
	}
	if (a instanceof PyTuple && b instanceof PyTuple) {
		spend(a.items.length + b.items.length);
		return new PyTuple([...a.items, ...b.items]);
	}
	return raise(
		'TypeError',
		`can only concatenate ${a.typeName} (not "${typeName(b)}") to ${a.typeName}`
	);
}

function isSequence(value: Value): value is Str | PyList | PyTuple {
	return value instanceof Str || value instanceof PyList || value instanceof PyTuple;
}

/** @throws TemplateFailure when too much would be made */
function repeated(value: Str | PyList | PyTuple, times: bigint): Value {
	const count = times < 0n ? 0 : Number(times);
	if (value instanceof Str) {
		spendText(value.text.length * count);
		spend(value.text === '' ? 0 : count);
		return Str.concat(value.text === '' ? [] : Array.from({ length: count }, () => value));
	}
	spend(value.items.length * count);
	const items = Array.from(
		{ length: value.items.length === 0 ? 0 : count },
		() => value.items
	).flat();
	return value instanceof PyList ? new PyList(items) : new PyTuple(items);
}

function multiplied(a: Value, b: Value): Value | null {
	for (const [sequence, times] of [
		[a, b],
		[b, a]
	] as const) {
		if (!isSequence(sequence)) continue;
		if (typeof times === 'bigint') return repeated(sequence, times);
		if (typeof times === 'boolean') return repeated(sequence, BigInt(times));
		raise('TypeError', `can't multiply sequence by non-int of type '${typeName(times)}'`);
	}
	return null;
}

const NAMES: Partial<Record<Operator, string>> = { '**': '** or pow()' };

/** @throws TemplateFailure as Python raises */
export function operate(operator: Operator, a: Value, b: Value): Value {
	if (isNumber(a) && isNumber(b)) return calculate(operator, a, b);
	noMarkup(a, b);
	if (operator === '%' && a instanceof Str) return formatPercent(a, b);
	notDefined(a, b);
	if (operator === '+' && isSequence(a)) return concatenated(a, b);
	const product = operator === '*' ? multiplied(a, b) : null;
	if (product !== null) return product;
	for (const side of [a, b]) if (side instanceof DictView) unsupported('operations on sets');
	return raise(
		'TypeError',
		`unsupported operand type(s) for ${NAMES[operator] ?? operator}: '${typeName(a)}' and '${typeName(b)}'`
	);
}

export function negate(value: Value, sign: '-' | '+'): Value {
	notDefined(value);
	if (typeof value === 'boolean') return sign === '-' ? -BigInt(value) : BigInt(value);
	if (!isNumber(value))
		raise('TypeError', `bad operand type for unary ${sign}: '${typeName(value)}'`);
	return sign === '-' ? -value : value;
}

function isInText(container: Str, item: Value): boolean {
	if (item instanceof Str) return container.text.includes(item.text);
	return raise('TypeError', `'in <string>' requires string as left operand, not ${typeName(item)}`);
}

function isInView(container: DictView, item: Value): boolean {
	if (container.kind === 'keys') return container.dict.has(item);
	if (container.kind === 'values')
		return [...container.items()].some((other) => isSame(other, item));
	if (!(item instanceof PyTuple) || item.items.length !== 2) return false;
	const [key = null, value = null] = item.items;
	const found = container.dict.get(key);
	return found !== undefined && isSame(found, value);
}

/** As `in`. */
export function contains(container: Value, item: Value): boolean {
	spend(1);
	if (container instanceof Str) return isInText(container, item);
	if (container instanceof PyDict) return container.has(item);
	if (container instanceof DictView) return isInView(container, item);
	if (container instanceof PyRange) {
		for (const other of itemsOf(container)) if (isEqual(other, item)) return true;
		return false;
	}
	if (!isIterable(container)) {
		raise('TypeError', `argument of type '${typeName(container)}' is not iterable`);
	}
	for (const other of itemsOf(container)) if (isSame(other, item)) return true;
	return false;
}
