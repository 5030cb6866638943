/**
 * RFC 8785, JSON Canonicalization Scheme: one text for one value, so that its hash means the value.
 * JavaScript's own `JSON.stringify` already writes strings and numbers as the RFC demands.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8785
 */
import { AppError } from '../errors.ts';

/**
 * @param value plain JSON data: no `undefined`, functions, dates or cycles
 * @throws AppError `run-field-invalid` with the `path` of what JSON cannot hold: a number that is
 *   not finite, a text with half a surrogate pair, or something that is no JSON at all
 */
export function canonicalJson(value: unknown, path = ''): string {
	if (value === null || typeof value === 'boolean') return JSON.stringify(value);
	if (typeof value === 'number') {
		if (!Number.isFinite(value)) throw unwritable(path, 'a finite number');
		return JSON.stringify(value);
	}
	if (typeof value === 'string') return canonicalText(value, path);
	if (Array.isArray(value)) {
		return `[${value.map((item, i) => canonicalJson(item, `${path}[${i}]`)).join(',')}]`;
	}
	if (typeof value !== 'object') throw unwritable(path, 'JSON data');
	// The default order of sort() is by UTF-16 units: the RFC's order.
	const members = Object.keys(value)
		.sort()
		.map((key) => {
			const inner = path === '' ? key : `${path}.${key}`;
			const member: unknown = Reflect.get(value, key);
			return `${canonicalText(key, inner)}:${canonicalJson(member, inner)}`;
		});
	return `{${members.join(',')}}`;
}

function canonicalText(text: string, path: string): string {
	if (/\p{Surrogate}/u.test(text)) throw unwritable(path, 'text of whole characters');
	return JSON.stringify(text);
}

function unwritable(path: string, expected: string): AppError {
	return new AppError('run-field-invalid', `${path}: expected ${expected}`, {
		details: { path, expected }
	});
}
