/**
 * Writes `public/schema/run-1.schema.json` from the run file's one definition; the descriptions come
 * from the field tables of `docs/run-file.md`.
 *
 *     npx tsx tools/schema.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

import { toJsonSchema } from '@valibot/to-json-schema';

import { runSchema } from '../src/core/run-file/schema.ts';

export const SCHEMA_URL = new URL('../public/schema/run-1.schema.json', import.meta.url);
export const DOCS_URL = new URL('../docs/run-file.md', import.meta.url);

interface SchemaNode {
	description?: string;
	properties?: Record<string, SchemaNode>;
	additionalProperties?: SchemaNode | boolean;
	items?: SchemaNode;
	anyOf?: SchemaNode[];
}

/** The meanings that the docs give, by path: rows like ``| `output.text` | text | meaning |``. */
export function documentedFields(markdown: string): Map<string, string> {
	const rows = markdown.matchAll(/^\| `([^`]+)` *\|[^|]*\| *([^|]+?) *\|$/gm);
	return new Map(Array.from(rows, ([, path = '', meaning = '']) => [path, meaning]));
}

/**
 * All fields of a JSON Schema by path: `a.b` for members, `a[]` for list items, `a.*` for the values
 * of free-form objects.
 */
export function fieldsOf(node: SchemaNode, path = ''): [path: string, node: SchemaNode][] {
	const inner = (key: string) => (path === '' ? key : `${path}.${key}`);
	const fields: [string, SchemaNode][] = [];
	for (const [key, member] of Object.entries(node.properties ?? {})) {
		fields.push([inner(key), member], ...fieldsOf(member, inner(key)));
	}
	if (typeof node.additionalProperties === 'object') {
		fields.push(...fieldsOf(node.additionalProperties, inner('*')));
	}
	if (node.items !== undefined) fields.push(...fieldsOf(node.items, `${path}[]`));
	for (const option of node.anyOf ?? []) fields.push(...fieldsOf(option, path));
	return fields;
}

/** The JSON Schema (draft 2020-12), with the docs' descriptions. */
export function runJsonSchema(markdown: string): SchemaNode {
	const schema = toJsonSchema(runSchema, {
		target: 'draft-2020-12',
		typeMode: 'output',
		// JSON has no other numbers, and no list passes for an object.
		ignoreActions: ['finite', 'check']
	}) as SchemaNode;
	const meanings = documentedFields(markdown);
	for (const [path, node] of fieldsOf(schema)) {
		const meaning = meanings.get(path);
		if (meaning !== undefined) node.description = meaning.replaceAll('`', '');
	}
	return { ...schema, ...{ title: 'Glasshouse run, version 1' } };
}

export function schemaText(): string {
	const schema = runJsonSchema(readFileSync(DOCS_URL, 'utf8'));
	return `${JSON.stringify(schema, null, '\t')}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	writeFileSync(SCHEMA_URL, schemaText());
}
