/**
 * Writes `run-1.schema.json`, `comparison-1.schema.json` and `fill-mask-1.schema.json` in
 * `public/schema/` from the one definition of each file; the descriptions come from the field tables
 * of `docs/run-file.md`, `docs/comparison.md` and `docs/fill-mask.md`.
 *
 *     npx tsx tools/schema.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

import { toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';

import { comparisonSchema } from '../src/core/comparison/schema.ts';
import { fillMaskSchema } from '../src/core/fill-mask/schema.ts';
import { runSchema } from '../src/core/run-file/schema.ts';

export const SCHEMA_URL = new URL('../public/schema/run-1.schema.json', import.meta.url);
export const DOCS_URL = new URL('../docs/run-file.md', import.meta.url);
export const COMPARISON_SCHEMA_URL = new URL(
	'../public/schema/comparison-1.schema.json',
	import.meta.url
);
export const COMPARISON_DOCS_URL = new URL('../docs/comparison.md', import.meta.url);

export const FILL_MASK_SCHEMA_URL = new URL(
	'../public/schema/fill-mask-1.schema.json',
	import.meta.url
);
export const FILL_MASK_DOCS_URL = new URL('../docs/fill-mask.md', import.meta.url);

/** How the comparison's schema names the run's: by the file beside it. */
export const RUN_SCHEMA_NAME = 'run-1.schema.json';

interface SchemaNode {
	$ref?: string;
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

function jsonSchema(schema: GenericSchema): SchemaNode {
	return toJsonSchema(schema, {
		target: 'draft-2020-12',
		typeMode: 'output',
		// JSON has no other numbers, and no list passes for an object.
		ignoreActions: ['finite', 'check']
	}) as SchemaNode;
}

function describe(schema: SchemaNode, markdown: string, title: string): SchemaNode {
	const meanings = documentedFields(markdown);
	for (const [path, node] of fieldsOf(schema)) {
		const meaning = meanings.get(path);
		if (meaning !== undefined) node.description = meaning.replaceAll('`', '');
	}
	return { ...schema, ...{ title } };
}

/** The run's JSON Schema (draft 2020-12), with the docs' descriptions. */
export function runJsonSchema(markdown: string): SchemaNode {
	return describe(jsonSchema(runSchema), markdown, 'Glasshouse run, version 1');
}

/** The comparison's; its runs refer to the run's schema. */
export function comparisonJsonSchema(markdown: string): SchemaNode {
	const schema = jsonSchema(comparisonSchema);
	const { runs } = schema.properties ?? {};
	if (runs !== undefined) runs.items = { $ref: RUN_SCHEMA_NAME };
	return describe(schema, markdown, 'Glasshouse comparison, version 1');
}

/** @param common `docs/run-file.md`, which describes what all kinds of runs have */
export function fillMaskJsonSchema(markdown: string, common: string): SchemaNode {
	const both = `${common}\n${markdown}`;
	return describe(jsonSchema(fillMaskSchema), both, 'Glasshouse fill-mask run, version 1');
}

function asText(schema: SchemaNode): string {
	return `${JSON.stringify(schema, null, '\t')}\n`;
}

export function schemaText(): string {
	return asText(runJsonSchema(readFileSync(DOCS_URL, 'utf8')));
}

export function comparisonSchemaText(): string {
	return asText(comparisonJsonSchema(readFileSync(COMPARISON_DOCS_URL, 'utf8')));
}

export function fillMaskSchemaText(): string {
	const common = readFileSync(DOCS_URL, 'utf8');
	return asText(fillMaskJsonSchema(readFileSync(FILL_MASK_DOCS_URL, 'utf8'), common));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	writeFileSync(SCHEMA_URL, schemaText());
	writeFileSync(COMPARISON_SCHEMA_URL, comparisonSchemaText());
	writeFileSync(FILL_MASK_SCHEMA_URL, fillMaskSchemaText());
}
