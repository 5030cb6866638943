import { describe, expect, test } from 'vitest';

import { exampleFillMaskRun } from '../../../tests/fixtures/example-fill-mask-run.ts';
import { unsealedRun } from '../../../tests/fixtures/example-run.ts';
import fc from '../../../tests/property.ts';
import { comparisonOfRuns } from '../comparison/write-comparison.ts';
import { differingFields } from './differing-fields.ts';
import { inspectRunFile, MOST_FINDINGS, type AlteredFile } from './inspect-file.ts';
import type { Run } from './schema.ts';
import { sealRun } from './seal-run.ts';

/** The example, with no margin where a token was set. */
function soundRun(): Run {
	const unsealed = unsealedRun();
	Object.assign(unsealed.output.tokens[0] ?? {}, { margin: null });
	return sealRun(unsealed);
}

const run = soundRun();

function altered(change: (run: Run) => void): AlteredFile {
	const copy = structuredClone(run);
	change(copy);
	const found = inspectRunFile(JSON.stringify(copy));
	if (found === null) throw new Error('it is taken for no run');
	return found;
}

describe('an altered run file', () => {
	test('has the id that it states and the one that its content gives, and all that can be read', () => {
		const found = altered((copy) => (copy.created = '2026-11-23T08:00:00.000Z'));
		expect(found).toMatchObject({
			place: null,
			statedId: run.id,
			findings: [],
			prompt: 'Tell me a story.',
			text: 'A fox'
		});
		expect(found.computedId).toMatch(/^sha256:[0-9a-f]{64}$/);
		expect(found.computedId).not.toBe(run.id);
		expect(found.run).toMatchObject({ created: '2026-11-23T08:00:00.000Z' });
	});

	test('names a text that its tokens do not spell', () => {
		const { findings } = altered((copy) => (copy.output.text = 'A wolf'));
		expect(findings).toEqual([{ path: 'output.text', expected: '"A fox"', found: '"A wolf"' }]);
	});

	test('names numbers of a token that its list of alternatives contradicts', () => {
		const { findings } = altered(({ output }) => {
			Object.assign(output.tokens[1] ?? {}, { logprob: -0.01, rank: 2, margin: 1 });
			Object.assign(output.tokens[0] ?? {}, { margin: 1 });
		});
		expect(findings).toEqual([
			{ path: 'output.tokens[0].margin', expected: 'null: the token was set', found: '1' },
			{ path: 'output.tokens[1].logprob', expected: '-0.25', found: '-0.01' },
			{ path: 'output.tokens[1].rank', expected: '1', found: '2' }
		]);
	});

	test('names every pair of fields that contradict each other, not only the first', () => {
		const { findings } = altered((copy) => {
			copy.model.digest = `sha256:${'1'.repeat(64)}`;
			copy.usage.output_tokens = 9;
		});
		expect(findings.map(({ path }) => path)).toEqual(['model.digest', 'usage.output_tokens']);
	});

	test('is not whole where fields are broken: they are named, and its text is there', () => {
		const found = altered((copy) => {
			Object.assign(copy.request, { top_p: 'high', seed: -1 });
			Object.assign(copy, { more: true });
		});
		expect(found.run).toBeNull();
		expect(found.text).toBe('A fox');
		expect(found.findings.map(({ path, found: is }) => [path, is])).toEqual([
			['request.seed', '-1'],
			['request.top_p', '"high"'],
			['more', 'true']
		]);
	});

	test('names no more fields than a person reads', () => {
		const { findings } = altered(({ output }) => {
			output.tokens = Array.from({ length: 100 }, () => ({}) as never);
		});
		expect(findings).toHaveLength(MOST_FINDINGS);
	});

	test('is found in a comparison, by its place', () => {
		const other = { ...soundRun(), created: '2026-11-23T08:00:00.000Z' };
		const made = { created: run.created, app: run.app, title: '' };
		const file = JSON.stringify(comparisonOfRuns([run, other], made));
		expect(inspectRunFile(file)).toMatchObject({ place: 1, statedId: run.id });
	});

	test('may be one of filled masks', () => {
		const filled = structuredClone(exampleFillMaskRun());
		filled.usage.input_tokens = 99;
		expect(inspectRunFile(JSON.stringify(filled))).toMatchObject({
			findings: [{ path: 'usage.input_tokens', found: '99' }],
			prompt: 'The nurse said [MASK] left.'
		});
	});
});

test.each([
	['text', 'Dear reader,'],
	['JSON of another kind', '{"type":"recipe"}'],
	['a list', '[]'],
	['a run of a later version', JSON.stringify({ ...run, version: 99 })],
	['a comparison without runs', '{"type":"glasshouse.comparison","runs":{}}'],
	['what is nested too deep', '['.repeat(100)]
])('%s is no run at all', (_name, content) => {
	expect(inspectRunFile(content)).toBeNull();
});

test('whatever is put in the place of a field is inspected, and nothing is thrown', () => {
	fc.assert(
		fc.property(
			fc.constantFrom(...Object.keys(run), 'request.seed', 'output.tokens'),
			fc.jsonValue(),
			(path, value) => {
				const copy: Record<string, unknown> = structuredClone({ ...run });
				const [first = '', second] = path.split('.');
				if (second === undefined) copy[first] = value;
				else (copy[first] as Record<string, unknown>)[second] = value;
				inspectRunFile(JSON.stringify(copy));
			}
		)
	);
});

test('fields that differ are named on both sides, and ids and notes are not asked for', () => {
	const before = { id: 'a', notes: 1, list: [1, { x: 'y' }], gone: null, same: {} };
	const after = { id: 'b', notes: 2, list: [1, { x: 'z' }, 3], same: {}, more: [1, 2] };
	expect(differingFields(before, after)).toEqual([
		{ path: 'list[1].x', before: '"y"', after: '"z"' },
		{ path: 'list[2]', before: null, after: '3' },
		{ path: 'gone', before: 'null', after: null },
		{ path: 'more', before: null, after: '[2]' }
	]);
	expect(differingFields(before, after, 1)).toHaveLength(1);
});
