/** How values are gone through, counted, indexed and cut. */
import { spend } from '../budget.ts';
import { raise } from '../failure.ts';
import { DictView, isHashable, PyDict } from './dict.ts';
import {
	PyInstance,
	PyIterator,
	PyList,
	PyRange,
	PyTuple,
	typeName,
	Undefined,
	type Value
} from './object.ts';
import { Str } from './text.ts';

/** A loop: Python can count it and go on with it. */
export abstract class PyCountable extends PyInstance {
	abstract get count(): number;
	/** How many items it has come to. */
	abstract get position(): number;
	abstract get iterator(): Iterator<Value>;
}

/** @returns null for what has no `len()` */
export function lengthOf(value: Value): number | null {
	if (value instanceof Str || value instanceof PyRange) return value.length;
	if (value instanceof PyList || value instanceof PyTuple) return value.items.length;
	if (value instanceof PyDict) return value.size;
	if (value instanceof DictView) return value.dict.size;
	if (value instanceof PyCountable) return value.count;
	return value instanceof Undefined ? value.lenient(0) : null;
}

/** As `len()`. */
export function len(value: Value): number {
	return lengthOf(value) ?? raise('TypeError', `object of type '${typeName(value)}' has no len()`);
}

function* counted(items: Iterable<Value>): Generator<Value> {
	for (const item of items) {
		spend(1);
		yield item;
	}
}

function* rangeItems({ start, step, length }: PyRange): Generator<Value> {
	for (let i = 0, value = start; i < length; i++, value += step) {
		spend(1);
		yield value;
	}
}

function* dictKeys(dict: PyDict): Generator<Value> {
	for (const [key] of dict.entries()) {
		spend(1);
		yield key;
	}
}

function iteratorOf(value: Value): Iterator<Value> | null {
	if (value instanceof PyList || value instanceof PyTuple) return counted(value.items);
	if (value instanceof Str) return value.characters();
	if (value instanceof PyDict) return dictKeys(value);
	if (value instanceof PyIterator || value instanceof PyCountable) return value.iterator;
	if (value instanceof DictView) return counted(value.items());
	if (value instanceof PyRange) return rangeItems(value);
	return value instanceof Undefined ? counted(value.lenient([])) : null;
}

export function isIterable(value: Value): boolean {
	return iteratorOf(value) !== null;
}

/** As `iter()`. @throws TemplateFailure for what cannot be gone through */
export function iterate(value: Value): Iterator<Value> {
	return iteratorOf(value) ?? raise('TypeError', `'${typeName(value)}' object is not iterable`);
}

export function* itemsOf(value: Value): Generator<Value> {
	const iterator = iterate(value);
	for (let next = iterator.next(); next.done !== true; next = iterator.next()) yield next.value;
}

/** As `list()`. */
export function toItems(value: Value): Value[] {
	if (value instanceof PyList || value instanceof PyTuple) {
		spend(value.items.length);
		return [...value.items];
	}
	return [...itemsOf(value)];
}

/** As `reversed()`; null for what has no order that can be turned. */
export function reversedItems(value: Value): Value[] | null {
	const canTurn =
		value instanceof Str ||
		value instanceof PyList ||
		value instanceof PyTuple ||
		value instanceof PyRange ||
		value instanceof PyDict ||
		value instanceof DictView ||
		value instanceof Undefined;
	return canTurn ? toItems(value).reverse() : null;
}

function pick(value: Value, index: number): Value {
	if (value instanceof Str) return value.slice(index, index + 1);
	if (value instanceof PyRange) return value.start + BigInt(index) * value.step;
	return value instanceof PyList || value instanceof PyTuple ? (value.items[index] ?? null) : null;
}

export function isIndexable(value: Value): value is Str | PyList | PyTuple | PyRange {
	return (
		value instanceof Str ||
		value instanceof PyList ||
		value instanceof PyTuple ||
		value instanceof PyRange
	);
}

/** As `value[index]`; undefined where Python raises an error that jinja2 makes `Undefined` of. */
export function itemAt(value: Value, index: Value): Value | undefined {
	if (value instanceof Undefined) raise(value.kind, value.message);
	if (value instanceof PyDict) {
		return isHashable(index) ? value.get(index) : undefined;
	}
	if (!isIndexable(value)) return undefined;
	const number = typeof index === 'boolean' ? BigInt(index) : index;
	if (typeof number !== 'bigint') return undefined;
	const length = BigInt(len(value));
	const place = number < 0n ? number + length : number;
	return place >= 0n && place < length ? pick(value, Number(place)) : undefined;
}
