/** Lines of fields, value for value as the library datasets reads them, or refused. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { print } from '#core/jinja/values/printing.ts';
import { readDelimited } from './csv.ts';
import type { DocumentTable } from './documents.ts';
import { TaskRefused } from './task-refused.ts';
import { withValues } from './task-template.ts';

interface Golden {
	readonly text: string;
	readonly delimiter: ',' | '\t';
	readonly columns?: readonly string[];
	readonly rows?: readonly string[];
}

const golden = JSON.parse(
	readFileSync(
		new URL('../../../../tests/fixtures/evaluation/documents/csv.json', import.meta.url),
		'utf8'
	)
) as readonly Golden[];

function shown({ documents }: DocumentTable): string[] {
	return withValues('test', () => documents.map((document) => print(document).text));
}

function outcome({ text, delimiter }: Golden): DocumentTable | TaskRefused {
	try {
		return readDelimited(text, 'a.csv', delimiter);
	} catch (error) {
		if (error instanceof TaskRefused) return error;
		throw error;
	}
}

/** What pandas reads and this does not. */
const REFUSED_HERE: Readonly<Record<string, RegExp>> = {
	'a,b\n1,2,3\n': /document 0 has 3 fields, and the first line names 2/,
	"a,b\n'x, y',1\n": /document 0 has 3 fields, and the first line names 2/,
	'a\n1,000\n': /document 0 has 2 fields, and the first line names 1/,
	'a,a\n1,2\n': /two columns are named a/,
	'a,\n1,2\n': /a column has no name/,
	',a\n0,x\n1,y\n': /a column has no name/,
	'a\n9223372036854775808\n': /the column a: it has a whole number beyond 64 bits/,
	'a,b\n9007199254740993,1\n,2\n': /the column a: it has 9007199254740993, which pandas may round/,
	'a,b\n1e400,1\n': /it has 1e400, which pandas may round/,
	'a\n1e-400\n': /it has 1e-400, which pandas may round/,
	'a\n1e22\n1e23\n': /it has 1e23, which pandas may round/,
	'a\n3.141592653589793\n2.718281828459045\n': /it has 3\.141592653589793, which pandas may round/,
	'a\tb\n0.000000000000000000000001\tx\n': /which pandas may round/,
	'a\n\x001\n': /a character that is zero/
};

test.each(golden.map((each) => ({ ...each, title: JSON.stringify(each.text) })))(
	'$title',
	(each) => {
		const own = outcome(each);
		const reason = REFUSED_HERE[each.text];
		if (reason !== undefined) expect((own as TaskRefused).message).toMatch(reason);
		else if (each.rows === undefined) expect(own).toBeInstanceOf(TaskRefused);
		else {
			expect(own).not.toBeInstanceOf(TaskRefused);
			expect((own as DocumentTable).columns).toEqual(each.columns);
			expect(shown(own as DocumentTable)).toEqual(each.rows);
		}
	}
);

test('refuses a long column whose parts look unlike each other', () => {
	const text = `a\n${'1\n'.repeat(10_000)}x\n`;
	expect(() => readDelimited(text, 'a.csv', ',')).toThrow(
		'a.csv: the column a: documents from 0 on hold something else than all together'
	);
	const even = `a\n${'x\n'.repeat(10_001)}`;
	expect(readDelimited(even, 'a.csv', ',').documents).toHaveLength(10_001);
});

test('refuses more than can be held', () => {
	const limits = { size: 30, documents: 2 };
	expect(() => readDelimited(`a\n${'x'.repeat(40)}`, 'a.csv', ',', limits)).toThrow(
		/a\.csv: it is larger than/
	);
	expect(() => readDelimited('a\nx\ny\nz\n', 'a.csv', ',', limits)).toThrow(
		'a.csv: it has more than 2 documents; take part of it'
	);
});
