/** Truth, equality and order of values, as Python has them. */
import { spend } from '../budget.ts';
import { raise, unsupported } from '../failure.ts';
import { DictView, hashKey, PyDict } from './dict.ts';
import {
	isNumber,
	PyInstance,
	PyList,
	PyRange,
	PyTuple,
	typeName,
	Undefined,
	type Value
} from './object.ts';
import { lengthOf } from './sequence.ts';
import { Str } from './text.ts';
import { compareText } from './unicode.ts';

export function isTrue(value: Value): boolean {
	if (value === null) return false;
	if (typeof value === 'bigint') return value !== 0n;
	if (typeof value === 'boolean') return value;
	if (typeof value === 'number') return value !== 0;
	if (value instanceof Str) return value.text !== '';
	if (value instanceof Undefined) return value.lenient(false);
	if (value instanceof PyInstance) return lengthOf(value) !== 0;
	return (lengthOf(value) ?? 1) !== 0;
}

type Number_ = boolean | bigint | number;

function asNumber(value: Number_): bigint | number {
	return typeof value === 'boolean' ? BigInt(value) : value;
}

function sameItems(a: readonly Value[], b: readonly Value[]): boolean {
	return a.length === b.length && a.every((item, i) => isSame(item, b[i] ?? null));
}

function sameEntries(a: PyDict, b: PyDict): boolean {
	if (a.size !== b.size) return false;
	for (const [key, value] of a.entries()) {
		const other = b.get(key);
		if (other === undefined || !isSame(value, other)) return false;
	}
	return true;
}

function sameRanges(a: PyRange, b: PyRange): boolean {
	if (a.length !== b.length) return false;
	if (a.length === 0) return true;
	return a.start === b.start && (a.length === 1 || a.step === b.step);
}

function sameViews(a: DictView, b: DictView): boolean {
	if (a.kind === 'values' || b.kind === 'values') return false;
	const items = [...b.items()];
	return (
		a.dict.size === b.dict.size &&
		[...a.items()].every((item) => items.some((other) => isEqual(item, other)))
	);
}

/** As `==`. */
export function isEqual(a: Value, b: Value): boolean {
	spend(1);
	// One is enough to be a float: 1 == 1.0.
	if (isNumber(a) && isNumber(b)) return asNumber(a) == asNumber(b);
	for (const side of [a, b]) if (side instanceof Undefined) side.lenient(null);
	if (a instanceof Str) return b instanceof Str && a.text === b.text;
	if (a === b) return true;
	return sameObjects(a, b);
}

function sameObjects(a: Value, b: Value): boolean {
	if (a instanceof Undefined) return b instanceof Undefined;
	if (a instanceof PyList) return b instanceof PyList && sameItems(a.items, b.items);
	if (a instanceof PyTuple) return b instanceof PyTuple && sameItems(a.items, b.items);
	if (a instanceof PyDict) return b instanceof PyDict && sameEntries(a, b);
	if (a instanceof PyRange) return b instanceof PyRange && sameRanges(a, b);
	if (a instanceof DictView) return b instanceof DictView && sameViews(a, b);
	return false;
}

/** As containers compare their items: what is the same object counts as equal, NaN for one. */
export function isSame(a: Value, b: Value): boolean {
	return Object.is(a, b) || isEqual(a, b);
}

export type OrderOperator = '<' | '<=' | '>' | '>=';

function holds(operator: OrderOperator, order: number): boolean {
	if (operator === '<') return order < 0;
	if (operator === '<=') return order <= 0;
	return operator === '>' ? order > 0 : order >= 0;
}

function inOrderNumbers(operator: OrderOperator, a: bigint | number, b: bigint | number): boolean {
	if (operator === '<') return a < b;
	if (operator === '<=') return a <= b;
	return operator === '>' ? a > b : a >= b;
}

function inOrderItems(operator: OrderOperator, a: readonly Value[], b: readonly Value[]): boolean {
	const length = Math.min(a.length, b.length);
	for (let i = 0; i < length; i++) {
		const [left = null, right = null] = [a[i], b[i]];
		if (!isSame(left, right)) return isInOrder(operator, left, right);
	}
	return holds(operator, a.length - b.length);
}

/** As `<` and its like. @throws TemplateFailure for what has no order */
export function isInOrder(operator: OrderOperator, a: Value, b: Value): boolean {
	spend(1);
	if (isNumber(a) && isNumber(b)) return inOrderNumbers(operator, asNumber(a), asNumber(b));
	if (a instanceof Str && b instanceof Str) return holds(operator, compareText(a.text, b.text));
	if (a instanceof PyList && b instanceof PyList) return inOrderItems(operator, a.items, b.items);
	if (a instanceof PyTuple && b instanceof PyTuple) return inOrderItems(operator, a.items, b.items);
	for (const value of [a, b]) {
		if (value instanceof Undefined) raise(value.kind, value.message);
		if (value instanceof DictView) unsupported('whether sets contain each other');
	}
	raise(
		'TypeError',
		`'${operator}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`
	);
}

/** As `sorted(items, key=…)`: stable, and by `<` alone. */
export function sortBy(
	items: readonly Value[],
	key: (item: Value) => Value,
	reverse: boolean
): Value[] {
	const keyed = items.map((item) => ({ item, key: key(item) }));
	// Python keeps the order of equal ones when it reverses, too.
	const compare = (a: Value, b: Value) =>
		isInOrder('<', a, b) ? -1 : isInOrder('<', b, a) ? 1 : 0;
	keyed.sort((a, b) => (reverse ? compare(b.key, a.key) : compare(a.key, b.key)));
	return keyed.map(({ item }) => item);
}

/** As `item in set`. */
export class ValueSet {
	readonly #keys = new Set<string>();

	/** @returns whether it was new */
	add(value: Value): boolean {
		const key = hashKey(value);
		if (this.#keys.has(key)) return false;
		this.#keys.add(key);
		return true;
	}
}
