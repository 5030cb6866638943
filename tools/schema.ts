/**
 * Writes the JSON Schemas in `public/schema/` (run, comparison, fill-mask run, lesson, answers, manifest of
 * a model pack, list of a class pack) from the one definition of each file; the descriptions come from the
 * field tables in `docs/`.
 *
 *     npx tsx tools/schema.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

import { toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';

import { comparisonSchema } from '../src/core/comparison/schema.ts';
import { fillMaskSchema } from '../src/core/fill-mask/schema.ts';
import { answersSchema } from '../src/core/lesson/answers-schema.ts';
import { lessonSchema } from '../src/core/lesson/schema.ts';
import { runSchema } from '../src/core/run-file/schema.ts';
import { classFileSchema } from '../src/storage/class-file.ts';
import { packManifestSchema } from '../src/storage/weights/pack-manifest.ts';

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

export const LESSON_SCHEMA_URL = new URL('../public/schema/lesson-1.schema.json', import.meta.url);
export const LESSON_DOCS_URL = new URL('../docs/lessons.md', import.meta.url);

export const ANSWERS_SCHEMA_URL = new URL(
	'../public/schema/answers-1.schema.json',
	import.meta.url
);
export const ANSWERS_DOCS_URL = new URL('../docs/answers.md', import.meta.url);

export const PACK_SCHEMA_URL = new URL('../public/schema/pack-1.schema.json', import.meta.url);
export const CLASS_SCHEMA_URL = new URL('../public/schema/class-1.schema.json', import.meta.url);
export const PACKS_DOCS_URL = new URL('../docs/packs.md', import.meta.url);

/** How the comparison's schema names the run's: by the file beside it. */
export const RUN_SCHEMA_NAME = 'run-1.schema.json';

interface SchemaNode {
	$ref?: string;
	description?: string;
	properties?: Record<string, SchemaNode>;
	additionalProperties?: SchemaNode | boolean;
	items?: SchemaNode;
	anyOf?: SchemaNode[];
	oneOf?: SchemaNode[];
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
	for (const option of [...(node.anyOf ?? []), ...(node.oneOf ?? [])])
		fields.push(...fieldsOf(option, path));
	return fields;
}

/** @param typeMode `input` where a file may leave out what has a default */
function jsonSchema(schema: GenericSchema, typeMode: 'input' | 'output' = 'output'): SchemaNode {
	return toJsonSchema(schema, {
		target: 'draft-2020-12',
		typeMode,
		// JSON has no other numbers, and no list passes for an object.
		ignoreActions: ['finite', 'check']
	}) as SchemaNode;
}

function describe(
	schema: SchemaNode,
	markdown: string,
	title: string,
	documentedAs = (path: string) => path
): SchemaNode {
	const meanings = documentedFields(markdown);
	for (const [path, node] of fieldsOf(schema)) {
		const meaning = meanings.get(documentedAs(path));
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

/** Recipes and models stand in several places of a lesson, and are described once. */
export function lessonFieldName(path: string): string {
	return path
		.replace(/^steps\[\]\.activity\.(recipe|recipes\[\])(?=\.)/, 'recipe')
		.replace(/^.*\bmodel(?=\.)/, 'model');
}

export function lessonJsonSchema(markdown: string): SchemaNode {
	const schema = jsonSchema(lessonSchema, 'input');
	return describe(schema, markdown, 'Glasshouse lesson, version 1', lessonFieldName);
}

export function answersJsonSchema(markdown: string): SchemaNode {
	return describe(jsonSchema(answersSchema), markdown, 'Glasshouse answers, version 1');
}

/** What stands under one heading of a page that describes several files. */
export function section(markdown: string, heading: string): string {
	const [, rest] = markdown.split(`\n## ${heading}\n`);
	if (rest === undefined) throw new Error(`no section ${heading}`);
	return rest.split('\n## ')[0] ?? '';
}

/** @param markdown `docs/packs.md` */
export function packJsonSchema(markdown: string): SchemaNode {
	const described = section(markdown, 'glasshouse-pack.json');
	return describe(jsonSchema(packManifestSchema), described, 'Glasshouse model pack, version 1');
}

/** @param markdown `docs/packs.md` */
export function classJsonSchema(markdown: string): SchemaNode {
	const described = section(markdown, 'class.json');
	return describe(jsonSchema(classFileSchema), described, 'Glasshouse class pack, version 1');
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

export function lessonSchemaText(): string {
	return asText(lessonJsonSchema(readFileSync(LESSON_DOCS_URL, 'utf8')));
}

export function answersSchemaText(): string {
	return asText(answersJsonSchema(readFileSync(ANSWERS_DOCS_URL, 'utf8')));
}

export function packSchemaText(): string {
	return asText(packJsonSchema(readFileSync(PACKS_DOCS_URL, 'utf8')));
}

export function classSchemaText(): string {
	return asText(classJsonSchema(readFileSync(PACKS_DOCS_URL, 'utf8')));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	writeFileSync(SCHEMA_URL, schemaText());
	writeFileSync(COMPARISON_SCHEMA_URL, comparisonSchemaText());
	writeFileSync(FILL_MASK_SCHEMA_URL, fillMaskSchemaText());
	writeFileSync(LESSON_SCHEMA_URL, lessonSchemaText());
	writeFileSync(ANSWERS_SCHEMA_URL, answersSchemaText());
	writeFileSync(PACK_SCHEMA_URL, packSchemaText());
	writeFileSync(CLASS_SCHEMA_URL, classSchemaText());
}
