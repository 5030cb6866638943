/** The methods of `str` that cut it or put it together. */
import { spend } from '../budget.ts';
import { raise } from '../failure.ts';
import { isTrue } from '../values/compare.ts';
import { PyList, PyTuple, typeName, Undefined, type Value } from '../values/object.ts';
import { itemsOf } from '../values/sequence.ts';
import { EMPTY, Str } from '../values/text.ts';
import { leadingSpace, LINE_END, SPACES, trailingSpace } from '../values/unicode.ts';
import { size, textOf, type Bound } from './arguments.ts';

function most(value: Value | undefined): number {
	const given = value === undefined ? -1 : size(value);
	return given < 0 ? Infinity : given;
}

function separator(value: Value | undefined): string | null {
	if (value === undefined || value === null) return null;
	const { text } = textOf(value, 'the separator');
	return text === '' ? raise('ValueError', 'empty separator') : text;
}

function splitSpaces(self: Str, limit: number): Str[] {
	const parts: Str[] = [];
	let at = leadingSpace(self.text);
	for (const match of self.text.matchAll(SPACES)) {
		if (match.index < at || match.index === 0) continue;
		if (parts.length === limit) break;
		parts.push(self.cut(at, match.index));
		at = match.index + match[0].length;
	}
	if (at < self.text.length) parts.push(self.cut(at));
	return parts;
}

function splitText(self: Str, by: string, limit: number): Str[] {
	const parts: Str[] = [];
	let at = 0;
	while (parts.length < limit) {
		const next = self.text.indexOf(by, at);
		if (next === -1) break;
		spend(1);
		parts.push(self.cut(at, next));
		at = next + by.length;
	}
	parts.push(self.cut(at));
	return parts;
}

function splitSpacesBack(self: Str, limit: number): Str[] {
	const parts: Str[] = [];
	let end = trailingSpace(self.text);
	while (end > 0 && parts.length < limit) {
		const head = self.text.slice(0, end);
		let start = end;
		while (start > 0 && trailingSpace(head.slice(0, start)) === start) start -= 1;
		spend(end - start);
		parts.push(self.cut(start, end));
		end = trailingSpace(head.slice(0, start));
	}
	if (end > 0) parts.push(self.cut(0, end));
	return parts.reverse();
}

function splitTextBack(self: Str, by: string, limit: number): Str[] {
	const parts: Str[] = [];
	let end = self.text.length;
	while (parts.length < limit && end >= by.length) {
		const next = self.text.lastIndexOf(by, end - by.length);
		if (next === -1) break;
		spend(1);
		parts.push(self.cut(next + by.length, end));
		end = next;
	}
	parts.push(self.cut(0, end));
	return parts.reverse();
}

export function split(self: Str, [by, limit]: Bound): Value {
	const text = separator(by);
	spend(self.text.length / 64);
	return new PyList(
		text === null ? splitSpaces(self, most(limit)) : splitText(self, text, most(limit))
	);
}

export function rsplit(self: Str, [by, limit]: Bound): Value {
	const text = separator(by);
	spend(self.text.length / 64);
	// Without a limit both ends give the same parts.
	if (text === null && most(limit) === Infinity) return new PyList(splitSpaces(self, Infinity));
	return new PyList(
		text === null ? splitSpacesBack(self, most(limit)) : splitTextBack(self, text, most(limit))
	);
}

export function splitLines(self: Str, keepEnds: boolean): Str[] {
	const lines: Str[] = [];
	let at = 0;
	for (const match of self.text.matchAll(LINE_END)) {
		spend(1);
		const next = match.index + match[0].length;
		lines.push(self.cut(at, keepEnds ? next : match.index));
		at = next;
	}
	if (at < self.text.length) lines.push(self.cut(at));
	return lines;
}

export function splitlines(self: Str, [keepEnds]: Bound): Value {
	return new PyList(splitLines(self, keepEnds !== undefined && isTrue(keepEnds)));
}

export function partition(self: Str, [by]: Bound): Value {
	const text = separator(by) ?? raise('TypeError', 'must be str, not NoneType');
	const at = self.text.indexOf(text);
	if (at === -1) return new PyTuple([self, EMPTY, EMPTY]);
	const end = at + text.length;
	return new PyTuple([self.cut(0, at), self.cut(at, end), self.cut(end)]);
}

export function rpartition(self: Str, [by]: Bound): Value {
	const text = separator(by) ?? raise('TypeError', 'must be str, not NoneType');
	const at = self.text.lastIndexOf(text);
	if (at === -1) return new PyTuple([EMPTY, EMPTY, self]);
	const end = at + text.length;
	return new PyTuple([self.cut(0, at), self.cut(at, end), self.cut(end)]);
}

export function joinTexts(by: Str, parts: readonly Str[]): Str {
	return Str.concat(parts.flatMap((part, i) => (i === 0 ? [part] : [by, part])));
}

export function join(self: Str, [items]: Bound): Value {
	const parts = Array.from(itemsOf(items ?? null), (item, i) => {
		if (item instanceof Str) return item;
		if (item instanceof Undefined) {
			raise('TypeError', `sequence item ${i}: expected str instance, Undefined found`);
		}
		return raise('TypeError', `sequence item ${i}: expected str instance, ${typeName(item)} found`);
	});
	return joinTexts(self, parts);
}

/** @param limit how many at most, from the left; negative: all */
export function replaceText(self: Str, from: Str, to: Str, limit: number): Str {
	const parts: Str[] = [];
	const most = limit < 0 ? Infinity : limit;
	if (from.text === '') return insertBetween(self, to, most);
	let at = 0;
	let done = 0;
	for (let next = self.text.indexOf(from.text); next !== -1 && done < most; done++) {
		spend(1);
		parts.push(self.cut(at, next), to);
		at = next + from.text.length;
		next = self.text.indexOf(from.text, at);
	}
	if (done === 0) return self;
	parts.push(self.cut(at));
	return Str.concat(parts);
}

/** Nothing comes before every character, and at the end. */
function insertBetween(self: Str, to: Str, most: number): Str {
	const parts: Str[] = [];
	let done = 0;
	for (const character of self.characters()) {
		if (done++ < most) parts.push(to);
		parts.push(character);
	}
	if (done < most) parts.push(to);
	return Str.concat(parts);
}

export function replace(self: Str, [from, to, limit]: Bound): Value {
	return replaceText(
		self,
		textOf(from ?? null, 'replace() argument 1'),
		textOf(to ?? null, 'replace() argument 2'),
		limit === undefined ? -1 : size(limit)
	);
}
