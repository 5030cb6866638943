/**
 * Documents of a task, from the files that people have: one table, whatever the format.
 *
 * Values and columns are what the library datasets makes of the same file, since the harness reads with it.
 */
import { PyDict } from '#core/jinja/values/dict.ts';
import { PyList, typeName, type Value } from '#core/jinja/values/object.ts';
import { print } from '#core/jinja/values/printing.ts';
import { readJson, JsonError } from './document-json.ts';
import { unifyColumns } from './columns.ts';
import { TaskRefused } from './task-refused.ts';
import { withValues } from './task-template.ts';

export interface DocumentTable {
	/** In the order in which they first appear. */
	readonly columns: readonly string[];
	readonly documents: readonly PyDict[];
}

export interface DocumentLimits {
	/** UTF-16 code units of a text file, bytes of others. */
	readonly size: number;
	readonly documents: number;
}

export const DOCUMENT_LIMITS: DocumentLimits = { size: 512 * 1024 * 1024, documents: 1_000_000 };

/** @throws TaskRefused for files that are too large to be held */
export function checkSize(size: number, where: string, limits: DocumentLimits): void {
	if (size <= limits.size) return;
	const mebibytes = Math.floor(limits.size / 1024 / 1024);
	throw new TaskRefused(where, `it is larger than ${mebibytes} MiB; take part of it`);
}

export function checkCount(count: number, where: string, limits: DocumentLimits): void {
	if (count <= limits.documents) return;
	throw new TaskRefused(where, `it has more than ${limits.documents} documents; take part of it`);
}

function parsed(text: string, where: string): Value {
	try {
		return readJson(text);
	} catch (cause) {
		if (!(cause instanceof JsonError)) throw cause;
		throw new TaskRefused(where, `no JSON: ${cause.message}`, cause);
	}
}

function document(value: Value, where: string): PyDict {
	if (value instanceof PyDict) return value;
	throw new TaskRefused(where, 'each document must be an object');
}

/** One document a line; empty lines do not count. */
export function readJsonLines(
	text: string,
	where: string,
	limits = DOCUMENT_LIMITS
): DocumentTable {
	checkSize(text.length, where, limits);
	const rows: PyDict[] = [];
	const content = text.replace(/^\uFEFF/, '');
	let line = 0;
	for (let at = 0; at < content.length;) {
		const found = content.indexOf('\n', at);
		const end = found === -1 ? content.length : found;
		line += 1;
		const own = content.slice(at, end).trim();
		at = end + 1;
		if (own === '') continue;
		const place = `${where}, line ${line}`;
		rows.push(document(parsed(own, place), place));
		checkCount(rows.length, where, limits);
	}
	return unifyColumns(rows, where);
}

/** A list of documents. @param field where the list is, if the file is an object */
export function readJsonDocuments(
	text: string,
	where: string,
	{
		field = null,
		limits = DOCUMENT_LIMITS
	}: { field?: string | null; limits?: DocumentLimits } = {}
): DocumentTable {
	checkSize(text.length, where, limits);
	const whole = parsed(text.replace(/^\uFEFF/, ''), where);
	const list = field !== null && whole instanceof PyDict ? (whole.getNamed(field) ?? null) : whole;
	if (!(list instanceof PyList)) {
		const what = field === null ? 'it' : `its field ${field}`;
		throw new TaskRefused(where, `${what} must be a list of documents`);
	}
	checkCount(list.items.length, where, limits);
	const rows = list.items.map((item, i) => document(item, `${where}, document ${i}`));
	return unifyColumns(rows, where);
}

/** @throws TaskRefused when a column that is to tell documents apart does not */
export function checkUnique({ documents }: DocumentTable, column: string, where: string): void {
	const seen = new Set<string>();
	for (const [i, row] of documents.entries()) {
		const value = row.getNamed(column);
		if (value === undefined) throw new TaskRefused(where, `there is no column ${column}`);
		const key = `${typeName(value)} ${withValues(column, () => print(value).text)}`;
		if (seen.has(key))
			throw new TaskRefused(where, `document ${i} has the ${column} of another one`);
		seen.add(key);
	}
}
