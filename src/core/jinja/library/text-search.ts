/** The methods of `str` that look for something in it. */
import { spend } from '../budget.ts';
import { raise } from '../failure.ts';
import { PyTuple, typeName, type Value } from '../values/object.ts';
import { Str } from '../values/text.ts';
import { size, textOf, type Bound } from './arguments.ts';

/** @returns the part that `start` and `end` leave, and how many code points lie before it */
function window(self: Str, start: Value | undefined, end: Value | undefined): [Str, number] | null {
	const { length } = self;
	const place = (value: Value | undefined, missing: number) => {
		if (value === undefined || value === null) return missing;
		const index = size(value);
		return index < 0 ? Math.max(0, index + length) : index;
	};
	const from = place(start, 0);
	const to = Math.min(length, place(end, length));
	return from > length || from > to ? null : [self.slice(from, to), from];
}

/** @returns a code point's index, or -1 */
function search(self: Str, [sub, start, end]: Bound, last: boolean): number {
	const needle = textOf(sub ?? null, 'the text to find').text;
	const part = window(self, start, end);
	if (part === null) return -1;
	spend(self.text.length / 256);
	const [text, before] = part;
	const unit = last ? text.text.lastIndexOf(needle) : text.text.indexOf(needle);
	return unit === -1 ? -1 : text.indexOfUnit(unit) + before;
}

export function find(self: Str, bound: Bound): Value {
	return BigInt(search(self, bound, false));
}

export function rfind(self: Str, bound: Bound): Value {
	return BigInt(search(self, bound, true));
}

function found(index: number): Value {
	return index === -1 ? raise('ValueError', 'substring not found') : BigInt(index);
}

export function index(self: Str, bound: Bound): Value {
	return found(search(self, bound, false));
}

export function rindex(self: Str, bound: Bound): Value {
	return found(search(self, bound, true));
}

export function count(self: Str, [sub, start, end]: Bound): Value {
	const needle = textOf(sub ?? null, 'the text to count').text;
	const part = window(self, start, end);
	if (part === null) return 0n;
	spend(self.text.length / 64);
	const [text] = part;
	return BigInt(needle === '' ? text.length + 1 : text.text.split(needle).length - 1);
}

function affixes(value: Value | undefined, method: string): readonly string[] {
	if (value instanceof Str) return [value.text];
	if (!(value instanceof PyTuple)) {
		raise(
			'TypeError',
			`${method} first arg must be str or a tuple of str, not ${typeName(value ?? null)}`
		);
	}
	return value.items.map((item) => {
		if (item instanceof Str) return item.text;
		return raise('TypeError', `tuple for ${method} must only contain str, not ${typeName(item)}`);
	});
}

export function startswith(self: Str, [prefix, start, end]: Bound): Value {
	const wanted = affixes(prefix, 'startswith');
	const part = window(self, start, end);
	return part !== null && wanted.some((each) => part[0].text.startsWith(each));
}

export function endswith(self: Str, [suffix, start, end]: Bound): Value {
	const wanted = affixes(suffix, 'endswith');
	const part = window(self, start, end);
	return part !== null && wanted.some((each) => part[0].text.endsWith(each));
}
