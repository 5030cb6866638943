/** The methods of `str` that strip, pad and change letters, and that ask what it consists of. */
import { spendText } from '../budget.ts';
import { raise, unsupported } from '../failure.ts';
import { typeName, type Value } from '../values/object.ts';
import { Str } from '../values/text.ts';
import {
	capitalizeText,
	isSpace,
	leadingSpace,
	titleWords,
	trailingSpace
} from '../values/unicode.ts';
import { size, textOf, type Bound } from './arguments.ts';

type Side = 'left' | 'right' | 'both';

function stripSet(self: Str, characters: string, side: Side): Str {
	const set = new Set(characters);
	const all = Array.from(self.text);
	let [first, last] = [0, all.length];
	while (side !== 'right' && first < last && set.has(all[first] ?? '')) first += 1;
	while (side !== 'left' && last > first && set.has(all[last - 1] ?? '')) last -= 1;
	return self.slice(first, last);
}

/** @param characters what is taken away; null: white space */
export function stripText(self: Str, characters: Value | undefined, side: Side): Str {
	if (characters !== undefined && characters !== null) {
		if (!(characters instanceof Str)) {
			raise('TypeError', `strip arg must be None or str, not ${typeName(characters)}`);
		}
		spendText(self.text.length);
		return stripSet(self, characters.text, side);
	}
	const start = side === 'right' ? 0 : leadingSpace(self.text);
	const end = side === 'left' ? self.text.length : Math.max(start, trailingSpace(self.text));
	return self.cut(start, end);
}

function filling(fill: Value | undefined): Str {
	if (fill === undefined) return Str.of(' ');
	const text = textOf(fill, 'the fill character');
	if (text.length !== 1)
		raise('TypeError', 'The fill character must be exactly one character long');
	return text;
}

function fillWith(fill: Str, times: number): Str {
	spendText(fill.text.length * Math.max(0, times));
	const text = fill.text.repeat(Math.max(0, times));
	return fill.hasContent ? Str.content(text) : Str.of(text);
}

export function centerText(self: Str, width: number, fill = Str.of(' ')): Str {
	const missing = width - self.length;
	if (missing <= 0) return self;
	const left = Math.floor(missing / 2) + (missing & width & 1);
	return Str.concat([fillWith(fill, left), self, fillWith(fill, missing - left)]);
}

export function center(self: Str, [width, fill]: Bound): Value {
	return centerText(self, size(width ?? null), filling(fill));
}

export function ljust(self: Str, [width, fill]: Bound): Value {
	return Str.concat([self, fillWith(filling(fill), size(width ?? null) - self.length)]);
}

export function rjust(self: Str, [width, fill]: Bound): Value {
	return Str.concat([fillWith(filling(fill), size(width ?? null) - self.length), self]);
}

export function zfill(self: Str, [width]: Bound): Value {
	const sign = /^[+-]/.test(self.text) ? 1 : 0;
	const zeros = fillWith(Str.of('0'), size(width ?? null) - self.length);
	return Str.concat([self.cut(0, sign), zeros, self.cut(sign)]);
}

export function lower(self: Str): Str {
	return self.map((text) => text.toLowerCase());
}

export function upper(self: Str): Str {
	return self.map((text) => text.toUpperCase());
}

export function capitalize(self: Str): Str {
	return self.map(capitalizeText);
}

export function title(self: Str): Str {
	return self.map(titleWords);
}

export function swapcase(self: Str): Str {
	if (/[^\0-\x7f]/.test(self.text)) unsupported('swapcase beyond ASCII');
	return self.map((text) =>
		text.replace(/[a-z]+|[A-Z]+/g, (run) =>
			/[a-z]/.test(run) ? run.toUpperCase() : run.toLowerCase()
		)
	);
}

export function removeprefix(self: Str, [prefix]: Bound): Value {
	const { text } = textOf(prefix ?? null, 'removeprefix() argument');
	return self.text.startsWith(text) ? self.cut(text.length) : self;
}

export function removesuffix(self: Str, [suffix]: Bound): Value {
	const { text } = textOf(suffix ?? null, 'removesuffix() argument');
	return text !== '' && self.text.endsWith(text)
		? self.cut(0, self.text.length - text.length)
		: self;
}

const ALPHABETIC = /^\p{L}+$/u;
const ALPHANUMERIC = /^[\p{L}\p{N}]+$/u;
const DECIMAL = /^\p{Nd}+$/u;
const CASED = /[\p{Lowercase}\p{Uppercase}\p{Lt}]/u;

/** Beyond decimal digits the sets of digits and numbers have no JavaScript name. */
function digits(name: string): (text: string) => boolean {
	return (text) => {
		if (DECIMAL.test(text)) return true;
		if (/[^\0-\x7f]/.test(text)) unsupported(`${name} beyond ASCII`);
		return false;
	};
}

export const QUESTIONS: Readonly<Record<string, (text: string) => boolean>> = {
	isalnum: (text) => ALPHANUMERIC.test(text),
	isalpha: (text) => ALPHABETIC.test(text),
	isascii: (text) => !/[^\0-\x7f]/.test(text),
	isdecimal: (text) => DECIMAL.test(text),
	isdigit: digits('isdigit'),
	isnumeric: digits('isnumeric'),
	islower: (text) => CASED.test(text) && !/[\p{Uppercase}\p{Lt}]/u.test(text),
	isupper: (text) => CASED.test(text) && !/[\p{Lowercase}\p{Lt}]/u.test(text),
	isspace: isSpace
};
