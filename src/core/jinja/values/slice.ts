/** `value[start:stop:step]`. */
import { spend } from '../budget.ts';
import { raise } from '../failure.ts';
import { PyDict } from './dict.ts';
import { PyList, PyRange, PyTuple, typeName, Undefined, type Value } from './object.ts';
import { Str } from './text.ts';

export interface SliceBounds {
	readonly start: Value;
	readonly stop: Value;
	readonly step: Value;
}

function bound(value: Value): bigint | null {
	if (value === null || typeof value === 'bigint') return value;
	if (typeof value === 'boolean') return BigInt(value);
	raise('TypeError', 'slice indices must be integers or None or have an __index__ method');
}

function clamp(value: bigint, low: bigint, high: bigint): bigint {
	if (value < low) return low;
	return value > high ? high : value;
}

/** @returns the indices that are meant, in order */
function indices({ start, stop, step }: SliceBounds, length: number): number[] {
	const by = bound(step) ?? 1n;
	if (by === 0n) raise('ValueError', 'slice step cannot be zero');
	const size = BigInt(length);
	const [low, high] = by > 0n ? [0n, size] : [-1n, size - 1n];
	const place = (given: bigint | null, missing: bigint) =>
		given === null ? missing : clamp(given < 0n ? given + size : given, low, high);
	const from = place(bound(start), by > 0n ? low : high);
	const to = place(bound(stop), by > 0n ? high : low);
	const found: number[] = [];
	for (let i = from; by > 0n ? i < to : i > to; i += by) found.push(Number(i));
	spend(found.length / 8);
	return found;
}

function sliceText(value: Str, bounds: SliceBounds): Str {
	if ((bound(bounds.step) ?? 1n) === 1n) {
		const size = value.length;
		const place = (given: bigint | null, missing: number) =>
			given === null
				? missing
				: Number(clamp(given < 0n ? given + BigInt(size) : given, 0n, BigInt(size)));
		const start = place(bound(bounds.start), 0);
		return value.slice(start, Math.max(start, place(bound(bounds.stop), size)));
	}
	return Str.concat(indices(bounds, value.length).map((i) => value.slice(i, i + 1)));
}

function sliceRange(value: PyRange, bounds: SliceBounds): PyRange {
	const found = indices(bounds, value.length);
	const by = value.step * (bound(bounds.step) ?? 1n);
	const start = value.start + BigInt(found[0] ?? 0) * value.step;
	return new PyRange(start, start + BigInt(found.length) * by, by, found.length);
}

/** @throws TemplateFailure for what cannot be cut */
export function slice(value: Value, bounds: SliceBounds): Value {
	if (value instanceof Undefined) raise(value.kind, value.message);
	if (value instanceof Str) return sliceText(value, bounds).asMarkup(value.isMarkup);
	if (value instanceof PyDict) raise('TypeError', "unhashable type: 'slice'");
	if (value instanceof PyRange) return sliceRange(value, bounds);
	if (!(value instanceof PyList || value instanceof PyTuple)) {
		raise('TypeError', `'${typeName(value)}' object is not subscriptable`);
	}
	const items = indices(bounds, value.items.length).map((i) => value.items[i] ?? null);
	return value instanceof PyList ? new PyList(items) : new PyTuple(items);
}
