import { expect, test } from 'vitest';
import { printFloat } from '#core/jinja/values/numbers.ts';
import { readFloat } from './number-text.ts';
import { pythonRepr, pythonStr } from './repr.ts';
import { readPythonJson, writePythonJson } from './json-value.ts';

const TEXT = String.raw`{"b": 1.0, "2": 1e-7, "1": 1e16, "n": NaN, "i": -Infinity, "z": -0.0, "big": 123456789012345678901, "s": "\u00e9\ud83c\udf31\u2028\u0007", "l": [true, null, []], "o": {}, "b": 2}`;

// What CPython 3.11 makes of that text.
const DUMPED = String.raw`{"b": 2, "2": 1e-07, "1": 1e+16, "n": NaN, "i": -Infinity, "z": -0.0, "big": 123456789012345678901, "s": "\u00e9\ud83c\udf31\u2028\u0007", "l": [true, null, []], "o": {}}`;
const INDENTED =
	'{\n  "b": 2,\n  "2": 1e-07,\n  "1": 1e+16,\n  "n": NaN,\n  "i": -Infinity,\n  "z": -0.0,\n' +
	'  "big": 123456789012345678901,\n  "s": "é🌱\u2028\\u0007",\n  "l": [\n    true,\n    null,\n    []\n  ],\n  "o": {}\n}';
const SHOWN = String.raw`{'b': 2, '2': 1e-07, '1': 1e+16, 'n': nan, 'i': -inf, 'z': -0.0, 'big': 123456789012345678901, 's': 'é🌱\u2028\x07', 'l': [True, None, []], 'o': {}}`;

test('what is read is written and shown as Python does', () => {
	const value = readPythonJson(TEXT);
	expect(writePythonJson(value)).toBe(DUMPED);
	expect(writePythonJson(value, { indent: 2, ensureAscii: false })).toBe(INDENTED);
	expect(pythonStr(value)).toBe(SHOWN);
});

test('texts are shown as Python does, and a text alone is itself', () => {
	expect(pythonRepr('it\'s "x"\t\u{a0}\u{e000}\u{e0001}\u{7f}')).toBe(
		String.raw`'it\'s "x"\t\xa0\ue000\U000e0001\x7f'`
	);
	expect(pythonRepr("it's")).toBe(`"it's"`);
	expect(pythonRepr('\\\ud800')).toBe(String.raw`'\\\ud800'`);
	expect(pythonStr("it's")).toBe("it's");
});

test.each([
	[1e22, '1e+22'],
	[1.5e-5, '1.5e-05'],
	[0.0001, '0.0001'],
	[123456789.123, '123456789.123'],
	[5e-324, '5e-324'],
	[1e15, '1000000000000000.0'],
	[-1e17, '-1e+17'],
	[-Infinity, '-inf'],
	[NaN, 'nan'],
	[-0, '-0.0']
])('%d is written and read as Python does', (value, text) => {
	expect(printFloat(value)).toBe(text);
	expect(readFloat(text)).toBe(value);
});

test.each(['', 'x', '1_0', '0x1', '1e', '--1'])('%j is no float', (text) => {
	expect(readFloat(text)).toBe(null);
});

test.each([
	'',
	'{',
	'{"a" 1}',
	'[1,]',
	'{"a": 1,}',
	'01',
	'1.',
	'nan',
	'"a',
	'"\n"',
	String.raw`"\x"`,
	'1 2',
	'['.repeat(200) + ']'.repeat(200),
	'9'.repeat(5000)
])('refuses %j', (text) => {
	expect(() => readPythonJson(text)).toThrow(SyntaxError);
});

test('a string of many megabytes is read', () => {
	const text = 'x\\'.repeat(4_000_000);
	expect(readPythonJson(JSON.stringify(text)) === text).toBe(true);
});
