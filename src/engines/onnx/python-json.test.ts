import { expect, test } from 'vitest';
import { parsePythonJson } from './python-json.ts';

test('numbers that only Python writes are read', () => {
	const text = '{"a": NaN, "b": [Infinity, -Infinity], "c": 1}';
	expect(parsePythonJson(text)).toEqual({ a: null, b: [Infinity, -Infinity], c: 1 });
});

test('their names in texts stay texts', () => {
	const text = String.raw`{"a": NaN, "NaN": "say \"Infinity\" or NaN"}`;
	expect(parsePythonJson(text)).toEqual({ a: null, NaN: 'say "Infinity" or NaN' });
});

test('what Python does not write either is refused', () => {
	expect(() => parsePythonJson('{"a": nan}')).toThrow(SyntaxError);
	expect(() => parsePythonJson('{"a": NaN')).toThrow(SyntaxError);
});
