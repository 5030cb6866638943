/** docs/evaluation.md is enough to write another implementation: what the code knows is in it. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { METRICS } from '#core/evaluation/metrics/metrics.ts';
import { OUTPUT_TYPES } from '#core/evaluation/requests.ts';
import { BOOTSTRAP_DRAWS } from '#core/evaluation/metrics/stderr.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const docs = read('docs/evaluation.md');

test.each([...METRICS.values()])(
	'$name is in the table of metrics, with its standard error',
	(metric) => {
		const row = docs.split('\n').find((line) => line.startsWith(`| \`${metric.name}\``));
		expect(row?.split('|').at(-2)?.trim()).toBe(metric.stderr);
	}
);

test.each(OUTPUT_TYPES)('%s is in the table of questions', (type) => {
	expect(docs).toContain(`| \`${type}\``);
});

test('the draws of the bootstrap are those of the code', () => {
	expect(docs).toContain(BOOTSTRAP_DRAWS.toLocaleString('en'));
});

test('the script that freezes requests is the one that made the tests’ files', () => {
	expect(docs).toContain(read('tools/evaluation/freeze_requests.py').trimEnd());
});

test.each(['frozen_mc_2.jsonl', 'samples_mc_2.jsonl'])('each field of %s is named', (file) => {
	const lines = read(`tests/fixtures/evaluation/goldens/${file}`).split('\n');
	const metrics = new Set(METRICS.keys());
	const fields = [lines[0], lines[1]].flatMap((line) =>
		Object.keys(JSON.parse(line ?? '') as object)
	);
	// What the model answered before filters is not read.
	const unread = new Set(['resps', ...metrics]);
	expect(fields.filter((name) => !unread.has(name) && !docs.includes(`\`${name}\``))).toEqual([]);
});
