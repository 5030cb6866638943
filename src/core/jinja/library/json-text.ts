/** Texts and floats as Python's `json.dumps` writes them. */
import { printFloat } from '../values/numbers.ts';

const SHORT: Readonly<Record<string, string>> = {
	'"': '\\"',
	'\\': '\\\\',
	'\n': '\\n',
	'\r': '\\r',
	'\t': '\\t',
	'\f': '\\f',
	'\b': '\\b'
};

const NOT_ASCII = /["\\]|[^ -~]/g;
// eslint-disable-next-line no-control-regex -- it is these that JSON escapes
const CONTROL = /["\\\0-\x1f]/g;

function escapeUnit(unit: string): string {
	return SHORT[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A text without its quotes. @param ascii as `ensure_ascii` */
export function escapeJson(text: string, ascii: boolean): string {
	return text.replace(ascii ? NOT_ASCII : CONTROL, escapeUnit);
}

export function floatJson(value: number): string {
	if (Number.isNaN(value)) return 'NaN';
	if (Number.isFinite(value)) return printFloat(value);
	return value > 0 ? 'Infinity' : '-Infinity';
}
