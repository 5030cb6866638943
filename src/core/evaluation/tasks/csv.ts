/**
 * Documents as lines of fields, with commas or tabs between them.
 *
 * Source: the tokenizer of pandas, pandas/_libs/src/parser/tokenizer.c, with which the library datasets reads.
 */
import { PyDict } from '#core/jinja/values/dict.ts';
import { Str } from '#core/jinja/values/text.ts';
import { typedColumn } from './csv-columns.ts';
import {
	checkCount,
	checkSize,
	DOCUMENT_LIMITS,
	type DocumentLimits,
	type DocumentTable
} from './documents.ts';
import { TaskRefused } from './task-refused.ts';

type Delimiter = ',' | '\t';

class Records {
	readonly #text: string;
	readonly #delimiter: Delimiter;
	readonly #where: string;
	#at = 0;

	constructor(text: string, delimiter: Delimiter, where: string) {
		this.#text = text;
		this.#delimiter = delimiter;
		this.#where = where;
	}

	/** The fields of each line that is not blank. */
	*[Symbol.iterator](): Generator<string[]> {
		while (this.#at < this.#text.length) {
			if (this.#skipBlank()) continue;
			yield this.#record();
		}
	}

	#skipBlank(): boolean {
		const blank = this.#delimiter === ',' ? /[ \t]*(?:\r\n|\n|\r|$)/y : /[ ]*(?:\r\n|\n|\r|$)/y;
		blank.lastIndex = this.#at;
		const match = blank.exec(this.#text);
		if (match === null) return false;
		this.#at += match[0].length;
		return true;
	}

	#record(): string[] {
		const fields: string[] = [];
		for (;;) {
			fields.push(this.#field());
			const next = this.#text.charAt(this.#at);
			this.#at += 1;
			if (next === this.#delimiter) continue;
			if (next === '\r' && this.#text.charAt(this.#at) === '\n') this.#at += 1;
			return fields;
		}
	}

	#field(): string {
		const quoted = this.#text.charAt(this.#at) === '"' ? this.#quoted() : '';
		const rest = this.#delimiter === ',' ? /[^,\r\n]*/y : /[^\t\r\n]*/y;
		rest.lastIndex = this.#at;
		const plain = rest.exec(this.#text)?.[0] ?? '';
		this.#at += plain.length;
		return quoted + plain;
	}

	/** Two quotes stand for one; what follows the last one belongs to the field, too. */
	#quoted(): string {
		const inside = /"((?:[^"]|"")*)"/y;
		inside.lastIndex = this.#at;
		const match = inside.exec(this.#text);
		if (match === null) throw new TaskRefused(this.#where, 'a quoted field does not end');
		this.#at += match[0].length;
		return (match[1] ?? '').replaceAll('""', '"');
	}
}

function checkHeader(names: readonly string[], where: string): void {
	const seen = new Set<string>();
	for (const name of names) {
		if (name === '') throw new TaskRefused(where, 'a column has no name');
		if (seen.has(name)) throw new TaskRefused(where, `two columns are named ${name}`);
		seen.add(name);
	}
}

/**
 * The first line names the columns. What they hold is found as pandas finds it: whole numbers, numbers,
 * true and false, or texts, in which `NA`, `None` and others are nothing.
 *
 * @throws TaskRefused for lines with more fields than the first, and for columns that pandas reads in another way
 */
export function readDelimited(
	text: string,
	where: string,
	delimiter: Delimiter,
	limits: DocumentLimits = DOCUMENT_LIMITS
): DocumentTable {
	checkSize(text.length, where, limits);
	if (text.includes('\0')) throw new TaskRefused(where, 'it has a character that is zero');
	const rows: string[][] = [];
	let names: readonly string[] | null = null;
	for (const fields of new Records(text.replace(/^\uFEFF/, ''), delimiter, where)) {
		if (names === null) {
			checkHeader(fields, where);
			names = fields;
			continue;
		}
		if (fields.length > names.length) {
			throw new TaskRefused(
				where,
				`document ${rows.length} has ${fields.length} fields, and the first line names ${names.length}`
			);
		}
		rows.push(fields);
		checkCount(rows.length, where, limits);
	}
	if (names === null || rows.length === 0) {
		throw new TaskRefused(where, 'there are no documents in it');
	}
	const keys = names.map((name) => Str.of(name));
	const columns = names.map((name, i) =>
		typedColumn(
			rows.map((fields) => fields[i] ?? ''),
			`${where}: the column ${name}`
		)
	);
	const documents = rows.map(
		(_, row) => new PyDict(keys.map((key, i) => [key, columns[i]?.[row] ?? null] as const))
	);
	return { columns: names, documents };
}
