/**
 * JSON as Python's `json` reads and writes it. JavaScript's loses what the harness's hashes depend on:
 * `1.0` is not `1`, keys that look like numbers keep their place, `NaN` is a number.
 */
import { escapeJson, floatJson } from '#core/jinja/library/json-text.ts';
import { PythonJsonReader } from './json-reader.ts';

/** A whole number of any size, or a float: Python tells them apart. */
export type PythonNumber =
	| { readonly kind: 'int'; readonly value: bigint }
	| { readonly kind: 'float'; readonly value: number };

export type PythonJson =
	null | boolean | string | PythonNumber | readonly PythonJson[] | ReadonlyMap<string, PythonJson>;

/**
 * As `json.loads`.
 *
 * @throws SyntaxError with the place, in UTF-16 units from 0
 */
export function readPythonJson(text: string): PythonJson {
	return new PythonJsonReader(text).read();
}

export interface DumpOptions {
	/** Spaces a level; left out: one line, with spaces after commas and colons. */
	readonly indent?: number;
	/** True, as in Python, unless said otherwise. */
	readonly ensureAscii?: boolean;
}

/** As `json.dumps`. */
export function writePythonJson(value: PythonJson, options: DumpOptions = {}): string {
	const { indent, ensureAscii = true } = options;
	const text = (string: string) => quoted(string, ensureAscii);
	const block = (open: string, close: string, parts: readonly string[], level: number) => {
		if (parts.length === 0) return open + close;
		if (indent === undefined) return open + parts.join(', ') + close;
		const line = (depth: number) => `\n${' '.repeat(indent * depth)}`;
		return open + line(level + 1) + parts.join(`,${line(level + 1)}`) + line(level) + close;
	};
	const write = (part: PythonJson, level: number): string => {
		if (part === null) return 'null';
		if (typeof part === 'boolean') return String(part);
		if (typeof part === 'string') return text(part);
		if (isList(part)) {
			return block('[', ']', part.map((item) => write(item, level + 1)), level); // prettier-ignore
		}
		if (isObject(part)) {
			const fields = [...part].map(([key, item]) => `${text(key)}: ${write(item, level + 1)}`);
			return block('{', '}', fields, level);
		}
		return numberText(part);
	};
	return write(value, 0);
}

export function isList(value: PythonJson): value is readonly PythonJson[] {
	return Array.isArray(value);
}

export function isObject(value: PythonJson): value is ReadonlyMap<string, PythonJson> {
	return value instanceof Map;
}

export function isNumber(value: PythonJson): value is PythonNumber {
	return typeof value === 'object' && value !== null && !isList(value) && !isObject(value);
}

export function int(value: number): PythonNumber {
	return { kind: 'int', value: BigInt(value) };
}

export function float(value: number): PythonNumber {
	return { kind: 'float', value };
}

function numberText(number: PythonNumber): string {
	return number.kind === 'int' ? String(number.value) : floatJson(number.value);
}

function quoted(text: string, ensureAscii: boolean): string {
	return `"${escapeJson(text, ensureAscii)}"`;
}
