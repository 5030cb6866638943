/** The filter `tojson` as transformers defines it: Python's `json.dumps`. */
import { spend } from '../budget.ts';
import { raise, unsupported } from '../failure.ts';
import { isTrue, sortBy } from '../values/compare.ts';
import { PyDict } from '../values/dict.ts';
import { printInt } from '../values/numbers.ts';
import { PyList, PyTuple, typeName, type Value } from '../values/object.ts';
import { Str } from '../values/text.ts';
import { size, type Bound } from './arguments.ts';
import { escapeJson, floatJson } from './json-text.ts';

interface Style {
	readonly ascii: boolean;
	/** What a level is indented by; null: all in one line. */
	readonly indent: string | null;
	readonly itemSeparator: Str;
	readonly keySeparator: Str;
	readonly sortKeys: boolean;
}

/** Writing a value costs more than computing one. */
const STEPS_A_VALUE = 8;

function textJson(value: Str, { ascii }: Style): Str {
	const mark = Str.of('"');
	return Str.concat([mark, value.map((text) => escapeJson(text, ascii)), mark]);
}

function simpleJson(value: boolean | bigint | number): string {
	if (typeof value === 'boolean') return value ? 'true' : 'false';
	return typeof value === 'bigint' ? printInt(value) : floatJson(value);
}

function keyText(key: Value): Str {
	if (key instanceof Str) return key;
	if (key === null) return Str.of('null');
	if (typeof key !== 'object') return Str.of(simpleJson(key));
	return raise('TypeError', `keys must be str, int, float, bool or None, not ${typeName(key)}`);
}

function bracketed(
	open: string,
	items: readonly Str[],
	close: string,
	style: Style,
	level: number
): Str {
	if (items.length === 0) return Str.of(open + close);
	const { indent, itemSeparator } = style;
	const line = (depth: number) => (indent === null ? '' : `\n${indent.repeat(depth)}`);
	const separator = Str.concat([itemSeparator, Str.of(line(level + 1))]);
	const inside = items.flatMap((item, i) => (i === 0 ? [item] : [separator, item]));
	return Str.concat([Str.of(open + line(level + 1)), ...inside, Str.of(line(level) + close)]);
}

function dictJson(dict: PyDict, style: Style, level: number): Str {
	let entries = [...dict.entries()];
	if (style.sortKeys) {
		const keys = entries.map(([key]) => key);
		const sorted = sortBy(keys, (key) => key, false);
		entries = sorted.map((key) => [key, dict.get(key) ?? null] as const);
	}
	const items = entries.map(([key, value]) =>
		Str.concat([textJson(keyText(key), style), style.keySeparator, toJson(value, style, level + 1)])
	);
	return bracketed('{', items, '}', style, level);
}

function toJson(value: Value, style: Style, level: number): Str {
	spend(STEPS_A_VALUE);
	if (value === null) return Str.of('null');
	if (value instanceof Str) return textJson(value, style);
	if (typeof value !== 'object') return Str.of(simpleJson(value));
	if (value instanceof PyDict) return dictJson(value, style, level);
	if (value instanceof PyList || value instanceof PyTuple) {
		const items = value.items.map((item) => toJson(item, style, level + 1));
		return bracketed('[', items, ']', style, level);
	}
	return raise('TypeError', `Object of type ${typeName(value)} is not JSON serializable`);
}

function indentOf(value: Value | undefined): string | null {
	if (value === undefined || value === null) return null;
	return value instanceof Str ? value.text : ' '.repeat(Math.max(0, size(value)));
}

function separatorsOf(value: Value | undefined, indent: string | null): [Str, Str] {
	if (value === undefined || value === null) {
		return [Str.of(indent === null ? ', ' : ','), Str.of(': ')];
	}
	const items = value instanceof PyList || value instanceof PyTuple ? value.items : [];
	const [item, key] = items;
	if (items.length === 2 && item instanceof Str && key instanceof Str) return [item, key];
	return unsupported('such separators in tojson');
}

/** Parameters as in transformers: ensure_ascii, indent, separators, sort_keys. */
export function tojson([value, ascii, indent, separators, sortKeys]: Bound): Value {
	const spaces = indentOf(indent);
	const [itemSeparator, keySeparator] = separatorsOf(separators, spaces);
	const style: Style = {
		ascii: isTrue(ascii ?? false),
		indent: spaces,
		itemSeparator,
		keySeparator,
		sortKeys: isTrue(sortKeys ?? false)
	};
	return toJson(value ?? null, style, 0);
}
