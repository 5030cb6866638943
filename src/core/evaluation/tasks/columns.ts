/**
 * One type for each column, as Arrow tables have: what is missing is null, whole numbers beside others
 * become floats, and kinds that do not go together are refused.
 */
import { PyDict } from '#core/jinja/values/dict.ts';
import { PyList, typeName, type Value } from '#core/jinja/values/object.ts';
import { Str } from '#core/jinja/values/text.ts';
import type { DocumentTable } from './documents.ts';
import { TaskRefused } from './task-refused.ts';

type Type =
	| { readonly kind: 'null' | 'bool' | 'int' | 'float' | 'text' }
	| { readonly kind: 'list'; readonly item: Type }
	| { readonly kind: 'struct'; readonly fields: ReadonlyMap<string, Type> };

const NULL: Type = { kind: 'null' };
const LARGEST = 2n ** 63n;
/** Arrow reads such texts as moments in time, and Python then has no texts. */
const MOMENT =
	/^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}(?::?[0-9]{2}(?::?[0-9]{2}(?:\.[0-9]{1,9})?)?)?(?:Z|[-+][0-9]{2}(?::?[0-9]{2})?)?)?$/;

class Mixed extends Error {}

function scalarType(value: Value): Type {
	if (value === null) return NULL;
	if (typeof value === 'boolean') return { kind: 'bool' };
	if (typeof value === 'number') return { kind: 'float' };
	if (typeof value === 'bigint') {
		if (value >= LARGEST || value < -LARGEST) throw new Mixed('a whole number beyond 64 bits');
		return { kind: 'int' };
	}
	if (value instanceof Str) return { kind: 'text' };
	throw new Mixed(typeName(value));
}

function typeOf(value: Value): Type {
	if (value instanceof PyList) {
		return { kind: 'list', item: value.items.map(typeOf).reduce(together, NULL) };
	}
	if (!(value instanceof PyDict)) return scalarType(value);
	return { kind: 'struct', fields: fieldsOf([value]) };
}

function fieldsOf(rows: readonly PyDict[]): Map<string, Type> {
	const fields = new Map<string, Type>();
	for (const row of rows) {
		for (const [key, value] of row.entries()) {
			const name = key instanceof Str ? key.text : '';
			fields.set(name, together(fields.get(name) ?? NULL, typeOf(value)));
		}
	}
	return fields;
}

function togetherFields(
	a: ReadonlyMap<string, Type>,
	b: ReadonlyMap<string, Type>
): ReadonlyMap<string, Type> {
	const fields = new Map(a);
	for (const [name, type] of b) fields.set(name, together(fields.get(name) ?? NULL, type));
	return fields;
}

function together(a: Type, b: Type): Type {
	if (a.kind === 'null') return b;
	if (b.kind === 'null') return a;
	if (a.kind === 'list' && b.kind === 'list') {
		return { kind: 'list', item: together(a.item, b.item) };
	}
	if (a.kind === 'struct' && b.kind === 'struct') {
		return { kind: 'struct', fields: togetherFields(a.fields, b.fields) };
	}
	if (a.kind === b.kind) return a;
	const kinds = new Set([a.kind, b.kind]);
	if (kinds.has('int') && kinds.has('float')) return { kind: 'float' };
	throw new Mixed(`${a.kind} and ${b.kind}`);
}

function shaped(value: Value | undefined, type: Type): Value {
	if (value === undefined || value === null) return null;
	if (type.kind === 'float' && typeof value === 'bigint') return Number(value);
	if (type.kind === 'list' && value instanceof PyList) {
		return new PyList(value.items.map((item) => shaped(item, type.item)));
	}
	if (type.kind !== 'struct' || !(value instanceof PyDict)) return value;
	return shapedDict(value, type.fields);
}

function shapedDict(row: PyDict, fields: ReadonlyMap<string, Type>): PyDict {
	return new PyDict(
		Array.from(fields, ([name, type]) => [Str.of(name), shaped(row.getNamed(name), type)] as const)
	);
}

/** Whether all that a column says would be read as moments. */
function isMoments(rows: readonly PyDict[], name: string): boolean {
	let hasText = false;
	for (const row of rows) {
		const value = row.getNamed(name) ?? null;
		if (value === null) continue;
		if (!(value instanceof Str) || !MOMENT.test(value.text)) return false;
		hasText = true;
	}
	return hasText;
}

function columnTypes(rows: readonly PyDict[], where: string): ReadonlyMap<string, Type> {
	const types = new Map<string, Type>();
	for (const [i, row] of rows.entries()) {
		for (const [key, value] of row.entries()) {
			const name = key instanceof Str ? key.text : '';
			try {
				types.set(name, together(types.get(name) ?? NULL, typeOf(value)));
			} catch (error) {
				if (!(error instanceof Mixed)) throw error;
				throw new TaskRefused(
					where,
					`document ${i}: the column ${name} has ${error.message}, which one column cannot hold`,
					error
				);
			}
		}
	}
	return types;
}

/** @throws TaskRefused when there are no documents, or a column has values of kinds that do not go together */
export function unifyColumns(rows: readonly PyDict[], where: string): DocumentTable {
	if (rows.length === 0) throw new TaskRefused(where, 'there are no documents in it');
	const types = columnTypes(rows, where);
	for (const [name, { kind }] of types) {
		if (kind === 'text' && isMoments(rows, name)) {
			throw new TaskRefused(
				where,
				`the column ${name} holds dates alone, which the harness reads as no texts`
			);
		}
	}
	return { columns: [...types.keys()], documents: rows.map((row) => shapedDict(row, types)) };
}
