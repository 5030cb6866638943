/** Python's `str()` and `repr()`. */
import { spend } from '../budget.ts';
import { unsupported } from '../failure.ts';
import { DictView, Namespace, PyDict } from './dict.ts';
import type { PyObject } from './object.ts';
import { PyFunction, PyList, PyRange, PyTuple, Undefined, type Value } from './object.ts';
import { printFloat, printInt } from './numbers.ts';
import { PyCountable } from './sequence.ts';
import { EMPTY, Str } from './text.ts';
import { isPrintable } from './unicode.ts';

/** Writing a value costs more than computing one. */
const STEPS_A_VALUE = 8;

const NAMED_ESCAPES: Readonly<Record<string, string>> = {
	'\n': '\\n',
	'\r': '\\r',
	'\t': '\\t',
	'\\': '\\\\'
};

function hex(code: number): string {
	if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
	if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, '0')}`;
	return `\\U${code.toString(16).padStart(8, '0')}`;
}

function escapeText(text: string, quote: string): string {
	spend(text.length / 16);
	let out = '';
	for (const character of text) {
		if (character === quote) out += `\\${character}`;
		else if (isPrintable(character)) out += NAMED_ESCAPES[character] ?? character;
		else out += NAMED_ESCAPES[character] ?? hex(character.codePointAt(0) ?? 0);
	}
	return out;
}

/** As `repr(str)`: in single quotes, unless only these are in it. */
export function quoted(value: Str): Str {
	if (value.isMarkup) unsupported('the representation of escaped text');
	const quote = value.text.includes("'") && !value.text.includes('"') ? '"' : "'";
	const mark = Str.of(quote);
	return Str.concat([mark, value.map((text) => escapeText(text, quote)), mark]);
}

const COMMA = Str.of(', ');

function joined(open: string, items: readonly Str[], close: string): Str {
	const parts = items.flatMap((item, i) => (i === 0 ? [item] : [COMMA, item]));
	return Str.concat([Str.of(open), ...parts, Str.of(close)]);
}

function dictText(dict: PyDict): Str {
	const colon = Str.of(': ');
	const items = Array.from(dict.entries(), ([key, value]) =>
		Str.concat([represent(key), colon, represent(value)])
	);
	return joined('{', items, '}');
}

function tupleText(items: readonly Value[]): Str {
	return joined('(', items.map(represent), items.length === 1 ? ',)' : ')');
}

function rangeText({ start, stop, step }: PyRange): string {
	return step === 1n ? `range(${start}, ${stop})` : `range(${start}, ${stop}, ${step})`;
}

function namespaceText(namespace: Namespace): Str {
	const entries = Array.from(
		namespace.attributes,
		([name, value]) => [Str.of(name), value] as const
	);
	return Str.concat([Str.of('<Namespace '), dictText(new PyDict(entries)), Str.of('>')]);
}

function objectText(value: PyObject): Str {
	if (value instanceof Str) return quoted(value);
	if (value instanceof PyList) return joined('[', value.items.map(represent), ']');
	if (value instanceof PyTuple) return tupleText(value.items);
	if (value instanceof PyDict) return dictText(value);
	if (value instanceof Undefined) return Str.of('Undefined');
	if (value instanceof Namespace) return namespaceText(value);
	if (value instanceof PyRange) return Str.of(rangeText(value));
	if (value instanceof DictView) {
		return joined(`${value.typeName}([`, Array.from(value.items(), represent), '])');
	}
	if (value instanceof PyFunction && value.printed !== null) return Str.of(value.printed);
	if (value instanceof PyCountable) {
		return Str.of(`<LoopContext ${value.position}/${value.count}>`);
	}
	return unsupported(
		`printing a ${value.typeName}, which Python prints with its address in memory`
	);
}

/** As `repr()`. @throws TemplateFailure for what Python prints differently each time */
export function represent(value: Value): Str {
	spend(STEPS_A_VALUE);
	if (value === null) return Str.of('None');
	if (typeof value === 'boolean') return Str.of(value ? 'True' : 'False');
	if (typeof value === 'bigint') return Str.of(printInt(value));
	if (typeof value === 'number') return Str.of(printFloat(value));
	return objectText(value);
}

/** As `str()`. */
export function print(value: Value): Str {
	if (value instanceof Str) return value;
	return value instanceof Undefined ? value.lenient(EMPTY) : represent(value);
}
