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

const PUBLIC = new URL('../public/schema/', import.meta.url);
const DOCS = new URL('../docs/', import.meta.url);

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

/** Recipes and models stand in several places of a lesson, and are described once. */
export function lessonFieldName(path: string): string {
	return path
		.replace(/^steps\[\]\.activity\.(recipe|recipes\[\])(?=\.)/, 'recipe')
		.replace(/^.*\bmodel(?=\.)/, 'model');
}

/** What stands under one heading of a page that describes several files. */
export function section(markdown: string, heading: string): string {
	const [, rest] = markdown.split(`\n## ${heading}\n`);
	if (rest === undefined) throw new Error(`no section ${heading}`);
	return rest.split('\n## ')[0] ?? '';
}

/** A comparison's runs are described by the run's schema. */
function comparisonNode(): SchemaNode {
	const schema = jsonSchema(comparisonSchema);
	const { runs } = schema.properties ?? {};
	if (runs !== undefined) runs.items = { $ref: RUN_SCHEMA_NAME };
	return schema;
}

interface PublishedSchema {
	/** In `public/schema/`. */
	readonly file: string;
	readonly title: string;
	readonly schema: () => SchemaNode;
	/** Pages in `docs/` whose tables describe its fields; the last one is its own. */
	readonly docs: readonly string[];
	/** On a page that describes several files. */
	readonly heading?: string;
	/** The name under which a path is described. */
	readonly documentedAs?: (path: string) => string;
}

const PUBLISHED = {
	run: {
		file: RUN_SCHEMA_NAME,
		title: 'Glasshouse run, version 1',
		schema: () => jsonSchema(runSchema),
		docs: ['run-file.md']
	},
	comparison: {
		file: 'comparison-1.schema.json',
		title: 'Glasshouse comparison, version 1',
		schema: comparisonNode,
		docs: ['comparison.md']
	},
	fillMask: {
		file: 'fill-mask-1.schema.json',
		title: 'Glasshouse fill-mask run, version 1',
		schema: () => jsonSchema(fillMaskSchema),
		docs: ['run-file.md', 'fill-mask.md']
	},
	lesson: {
		file: 'lesson-1.schema.json',
		title: 'Glasshouse lesson, version 1',
		schema: () => jsonSchema(lessonSchema, 'input'),
		docs: ['lessons.md'],
		documentedAs: lessonFieldName
	},
	answers: {
		file: 'answers-1.schema.json',
		title: 'Glasshouse answers, version 1',
		schema: () => jsonSchema(answersSchema),
		docs: ['answers.md']
	},
	pack: {
		file: 'pack-1.schema.json',
		title: 'Glasshouse model pack, version 1',
		schema: () => jsonSchema(packManifestSchema),
		docs: ['packs.md'],
		heading: 'glasshouse-pack.json'
	},
	class: {
		file: 'class-1.schema.json',
		title: 'Glasshouse class pack, version 1',
		schema: () => jsonSchema(classFileSchema),
		docs: ['packs.md'],
		heading: 'class.json'
	}
} satisfies Record<string, PublishedSchema>;

export type SchemaName = keyof typeof PUBLISHED;

/** A page of `docs/`. */
export function docsPage(name: string): string {
	return readFileSync(new URL(name, DOCS), 'utf8');
}

/** The JSON Schema (draft 2020-12) of one file, with the docs' descriptions. */
export function publishedSchema(name: SchemaName): SchemaNode {
	const published: PublishedSchema = PUBLISHED[name];
	const { heading, documentedAs = (path: string) => path } = published;
	const pages = published.docs.map(docsPage).join('\n');
	const meanings = documentedFields(heading === undefined ? pages : section(pages, heading));
	const schema = published.schema();
	for (const [path, node] of fieldsOf(schema)) {
		const meaning = meanings.get(documentedAs(path));
		if (meaning !== undefined) node.description = meaning.replaceAll('`', '');
	}
	return { ...schema, ...{ title: published.title } };
}

/** What the published file should hold. */
export function publishedText(name: SchemaName): string {
	return `${JSON.stringify(publishedSchema(name), null, '\t')}\n`;
}

export function publishedUrl(name: SchemaName): URL {
	return new URL(PUBLISHED[name].file, PUBLIC);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	for (const name of Object.keys(PUBLISHED) as SchemaName[]) {
		writeFileSync(publishedUrl(name), publishedText(name));
	}
}
