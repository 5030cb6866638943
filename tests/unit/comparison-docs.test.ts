import { readFileSync } from 'node:fs';

import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';

import { readComparison } from '../../src/core/comparison/read-comparison.ts';
import { comparisonOfRuns } from '../../src/core/comparison/write-comparison.ts';
import {
	RUN_SCHEMA_NAME,
	docsPage,
	documentedFields,
	fieldsOf,
	publishedSchema,
	publishedText,
	publishedUrl
} from '../../tools/schema.ts';
import { exampleRun } from '../fixtures/example-run.ts';
import { isRead } from './is-read.ts';

const docs = docsPage('comparison.md');
const comparison = comparisonOfRuns([exampleRun()], {
	created: '2026-11-22T08:00:00.000Z',
	app: { name: 'Glasshouse', version: '0.1.0', commit: null },
	title: 'One run'
});

describe('docs/comparison.md', () => {
	it('describes every field of the schema, and none that is not there', () => {
		const inSchema = fieldsOf(publishedSchema('comparison'))
			.map(([path]) => path)
			.filter((path) => !path.startsWith('runs['));
		expect([...documentedFields(docs).keys()].sort()).toEqual(inSchema.sort());
	});
});

describe('public/schema/comparison-1.schema.json', () => {
	it('is current (else: npx tsx tools/schema.ts)', () => {
		expect(readFileSync(publishedUrl('comparison'), 'utf8')).toBe(publishedText('comparison'));
	});

	const validate = new Ajv2020()
		.addSchema(publishedSchema('run'), RUN_SCHEMA_NAME)
		.compile(publishedSchema('comparison'));

	it('agrees with the reader on sound and on broken comparisons', () => {
		const [run] = comparison.runs;
		const { app: _app, ...withoutApp } = comparison;
		const broken: unknown[] = [
			withoutApp,
			{ ...comparison, extra: 1 },
			{ ...comparison, runs: [] },
			{ ...comparison, runs: [{ ...run, model: null }] },
			{ ...comparison, created: 'yesterday' },
			{ ...comparison, version: 2 },
			{ ...comparison, notes: { title: 'x'.repeat(1001), text: '' } }
		];
		expect([validate(comparison), isRead(readComparison, comparison)]).toEqual([true, true]);
		for (const data of broken)
			expect([validate(data), isRead(readComparison, data)]).toEqual([false, false]);
	});
});
