import { readFileSync } from 'node:fs';

import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';

import {
	docsPage,
	documentedFields,
	fieldsOf,
	publishedSchema,
	publishedText,
	publishedUrl
} from '../../tools/schema.ts';
import { exampleFillMaskRun } from '../fixtures/example-fill-mask-run.ts';

const common = docsPage('run-file.md');
const docs = docsPage('fill-mask.md');
const schema = publishedSchema('fillMask');
const OWN = /^(?:type|version|request|output|usage|timing)\b/;

it('docs/fill-mask.md describes every field of its own, and none that is not there', () => {
	const inSchema = fieldsOf(schema).map(([path]) => path);
	const inDocs = [...documentedFields(docs).keys()].filter((name) => OWN.test(name));
	expect(inDocs.sort()).toEqual(inSchema.filter((path) => OWN.test(path)).sort());
});

it('docs/run-file.md describes the fields that it shares', () => {
	const described = documentedFields(common);
	for (const [path] of fieldsOf(schema)) {
		if (!OWN.test(path)) expect(described.has(path), path).toBe(true);
	}
});

it('public/schema/fill-mask-1.schema.json is current (else: npx tsx tools/schema.ts)', () => {
	expect(readFileSync(publishedUrl('fillMask'), 'utf8')).toBe(publishedText('fillMask'));
});

it('the schema accepts a sound run, and refuses one with a field missing or unknown', () => {
	const validate = new Ajv2020().compile(schema);
	const run = exampleFillMaskRun();
	expect(validate(run)).toBe(true);
	expect(validate({ ...run, extra: 1 })).toBe(false);
	expect(validate({ ...run, request: { ...run.request, masking: 'other' } })).toBe(false);
});
