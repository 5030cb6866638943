import { expect, test } from 'vitest';
import { print } from '#core/jinja/values/printing.ts';
import { checkUnique, readJsonDocuments, readJsonLines, type DocumentTable } from './documents.ts';
import { withValues } from './task-template.ts';

/** As Python prints them. */
function shown({ documents }: DocumentTable): string[] {
	return withValues('test', () => documents.map((document) => print(document).text));
}

const LIMITS = { size: 30, documents: 2 };

test('documents of one file have the same columns, with null where one has none', () => {
	const text = '\uFEFF{"q": "é", "n": 1}\n\n{"n": 2.5, "more": {"b": [1]}}\r\n{"more": {"a": 1}}';
	const table = readJsonLines(text, 'a.jsonl');
	expect(table.columns).toEqual(['q', 'n', 'more']);
	expect(shown(table)).toEqual([
		"{'q': 'é', 'n': 1.0, 'more': None}",
		"{'q': None, 'n': 2.5, 'more': {'b': [1], 'a': None}}",
		"{'q': None, 'n': None, 'more': {'b': None, 'a': 1}}"
	]);
});

test('a list of documents is read, or one in a field', () => {
	expect(shown(readJsonDocuments('[{"a": 1}, {"a": 2}]', 'a.json'))).toEqual([
		"{'a': 1}",
		"{'a': 2}"
	]);
	const inField = readJsonDocuments('{"data": [{"a": 1}]}', 'a.json', { field: 'data' });
	expect(shown(inField)).toEqual(["{'a': 1}"]);
});

test.each([
	['{"a": 1}\n{"a": }', 'a.jsonl, line 2: no JSON: a value is expected'],
	['{"a": NaN}', 'a.jsonl, line 1: no JSON: a value is expected'],
	['{"a": 1, "a": 2}', 'a.jsonl, line 1: no JSON: the key a is there twice'],
	['{"a": "x', 'a.jsonl, line 1: no JSON: a text does not end'],
	[`{"a": ${'['.repeat(200)}`, 'a.jsonl, line 1: no JSON: it nests more than 100 levels'],
	['[1]', 'a.jsonl, line 1: each document must be an object'],
	['\n\n', 'a.jsonl: there are no documents in it'],
	[
		'{"a": 1}\n{"a": "x"}',
		'a.jsonl: document 1: the column a has int and text, which one column cannot hold'
	],
	[
		'{"a": 123456789012345678901}',
		'a.jsonl: document 0: the column a has a whole number beyond 64 bits, which one column cannot hold'
	],
	[
		'{"a": "2024-01-01"}',
		'a.jsonl: the column a holds dates alone, which the harness reads as no texts'
	]
])('refuses %j by name', (text, message) => {
	expect(() => readJsonLines(text, 'a.jsonl')).toThrow(
		expect.objectContaining({ message }) as Error
	);
});

test('refuses a list that is not there', () => {
	expect(() => readJsonDocuments('{"a": 1}', 'a.json')).toThrow(
		'a.json: it must be a list of documents'
	);
	expect(() => readJsonDocuments('{"a": 1}', 'a.json', { field: 'b' })).toThrow(
		'a.json: its field b must be a list of documents'
	);
});

test('refuses more than can be held', () => {
	const long = `{"a": "${'x'.repeat(30)}"}`;
	const many = '{"a":1}\n{"a":1}\n{"a":1}';
	expect(() => readJsonLines(long, 'a.jsonl', LIMITS)).toThrow(/a\.jsonl: it is larger than/);
	expect(() => readJsonLines(many, 'a.jsonl', LIMITS)).toThrow(
		'a.jsonl: it has more than 2 documents; take part of it'
	);
	expect(() =>
		readJsonDocuments(`[${many.replaceAll('\n', ',')}]`, 'a', { limits: LIMITS })
	).toThrow('a: it has more than 2 documents; take part of it');
});

test('refuses a column of names that two documents share', () => {
	const table = readJsonLines('{"id": "a"}\n{"id": "b"}\n{"id": "a"}', 'a.jsonl');
	expect(() => checkUnique(table, 'id', 'a.jsonl')).toThrow(
		'a.jsonl: document 2 has the id of another one'
	);
	expect(() => checkUnique(table, 'key', 'a.jsonl')).toThrow('a.jsonl: there is no column key');
	const unlike = readJsonLines('{"id": 1}\n{"id": 2}', 'a.jsonl');
	expect(() => checkUnique(unlike, 'id', 'a.jsonl')).not.toThrow();
});
