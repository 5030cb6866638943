/** The argument `attribute` of filters: `'a.b.0'`, a name, or a number. */
import type { Value } from '../values/object.ts';
import { Undefined } from '../values/object.ts';
import { Str } from '../values/text.ts';
import { getItem } from './attributes.ts';
import { lower } from './text-shape.ts';

function parts(attribute: Value): readonly Value[] {
	if (attribute === null) return [];
	if (!(attribute instanceof Str)) return [attribute];
	return attribute.text
		.split('.')
		.map((part) => (/^[0-9]+$/.test(part) ? BigInt(part) : Str.of(part)));
}

/** @param missing what stands for attributes that are not defined; null: nothing does */
export function attributeGetter(attribute: Value, missing: Value = null): (item: Value) => Value {
	const path = parts(attribute);
	return (item) => {
		let value = item;
		for (const part of path) {
			value = getItem(value, part);
			if (missing !== null && value instanceof Undefined) value = missing;
		}
		return value;
	};
}

/** Texts in small letters, everything else as it is. */
export function ignoreCase(value: Value): Value {
	return value instanceof Str ? lower(value) : value;
}
