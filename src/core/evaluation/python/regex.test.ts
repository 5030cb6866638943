import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { PythonRegex, RegexRefused } from './regex.ts';

/** What CPython's `re` finds, by text, and what it makes of the text with REPLACEMENT; or its error. */
interface Case {
	readonly pattern: string;
	readonly error?: string;
	readonly found?: Readonly<Record<string, readonly unknown[]>>;
	readonly replaced?: Readonly<Record<string, string>>;
}

const REPLACEMENT = '<\\g<0>\\n\\\\.>';

const cases = JSON.parse(
	readFileSync(
		new URL('../../../../tests/fixtures/evaluation/python-regex.json', import.meta.url),
		'utf8'
	)
) as readonly Case[];

/** Python takes them, and we say which part we do not. */
const UNSUPPORTED: Readonly<Record<string, RegExp>> = {
	'(?:(a)|b)*': /a repeated group with groups inside/,
	'(?>a)': /an atomic group/,
	'a++': /possessive/,
	'(a)?(?(1)a|b)': /a conditional/,
	'(?x) a': /the flag x/,
	'(?i:a)b': /flags for a part/,
	'(?ai)k': /the flags a and i/,
	'(a)|\\1': /a reference back/,
	'\\N{DIGIT ONE}': /characters by name/,
	'(?<=(a))b': /groups that capture in a look-behind/
};

function refusalOf(pattern: string): RegexRefused {
	try {
		new PythonRegex(pattern);
	} catch (error) {
		if (error instanceof RegexRefused) return error;
		throw error;
	}
	throw new Error(`${pattern} was taken`);
}

const taken = cases.filter(
	({ pattern, error }) => error === undefined && UNSUPPORTED[pattern] === undefined
);

describe('means what it means in Python', () => {
	test.each(taken)('$pattern', ({ pattern, found = {}, replaced = {} }) => {
		const regex = new PythonRegex(pattern);
		for (const [text, expected] of Object.entries(found)) {
			expect(regex.findall(text), text).toEqual(expected);
		}
		for (const [text, expected] of Object.entries(replaced)) {
			expect(regex.sub(REPLACEMENT, text), text).toBe(expected);
		}
	});
});

describe('refuses what Python refuses', () => {
	test.each(cases.filter(({ error }) => error !== undefined))('$pattern: $error', ({ pattern }) => {
		expect(refusalOf(pattern).isUnsupported).toBe(false);
	});
});

describe('says by name what is not done here', () => {
	test.each(Object.entries(UNSUPPORTED))('%s', (pattern, reason) => {
		const refusal = refusalOf(pattern);
		expect(refusal.message).toMatch(reason);
		expect(refusal.isUnsupported).toBe(true);
	});

	test('texts in which ignoring case differs', () => {
		expect(() => new PythonRegex('(?i)i').findall('ı')).toThrow(RegexRefused);
		expect(new PythonRegex('i').findall('ıi')).toEqual(['i']);
	});
});

test('replaces as often as it is told, with names and numbers of groups', () => {
	expect(new PythonRegex('(?P<x>a)(b)?').sub('\\2\\g<x>\\1-', 'ab a a', 2)).toBe('baa- aa- a');
	expect(() => new PythonRegex('a').sub('\\1', 'a')).toThrow(RegexRefused);
	expect(() => new PythonRegex('a').sub('\\q', 'a')).toThrow(RegexRefused);
});
