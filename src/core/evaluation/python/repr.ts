/** `str` and `repr` of what JSON can hold. */
import { isList, isObject, type PythonJson } from './json-value.ts';
import { printFloat } from '#core/jinja/values/numbers.ts';

/** As `str(value)`. */
export function pythonStr(value: PythonJson): string {
	return typeof value === 'string' ? value : pythonRepr(value);
}

/** As `repr(value)`. What is printable follows the browser's Unicode version, as Python's follows its own. */
export function pythonRepr(value: PythonJson): string {
	if (value === null) return 'None';
	if (typeof value === 'boolean') return value ? 'True' : 'False';
	if (typeof value === 'string') return textRepr(value);
	if (isList(value)) return `[${value.map(pythonRepr).join(', ')}]`;
	if (isObject(value)) {
		const fields = [...value].map(([key, item]) => `${textRepr(key)}: ${pythonRepr(item)}`);
		return `{${fields.join(', ')}}`;
	}
	return value.kind === 'int' ? String(value.value) : printFloat(value.value);
}

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const NOT_PRINTABLE = /[\p{C}\p{Z}]/gu;

function textRepr(text: string): string {
	const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
	const escaped = text
		.replaceAll('\\', '\\\\')
		.replaceAll(quote, `\\${quote}`)
		.replace(NOT_PRINTABLE, (character) => (character === ' ' ? ' ' : escapeOf(character)));
	return quote + escaped + quote;
}

function escapeOf(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	const hex = (digits: number) => code.toString(16).padStart(digits, '0');
	if (code > 0xffff) return `\\U${hex(8)}`;
	return SHORT[character] ?? (code > 0xff ? `\\u${hex(4)}` : `\\x${hex(2)}`);
}
