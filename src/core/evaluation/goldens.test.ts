import { expect, test } from 'vitest';
import {
	GOLDEN_DRAWS,
	GOLDEN_TASKS,
	goldenItems,
	goldenResults,
	goldenSamples,
	goldenScoring,
	kindOf
} from '../../../tests/fixtures/evaluation/read-goldens.ts';
import { docHash, taskHash } from './hashes.ts';
import { metricResults } from './metric-results.ts';
import { aggregateGroup } from './metrics/group.ts';
import { METRICS } from './metrics/metrics.ts';
import { isNumber } from './python/json-value.ts';
import { contradictedHashes } from './samples-file.ts';

/** To 12 digits: of the number itself where it is large. */
function expectEqual(actual: number | null, expected: number | string | undefined, what: string) {
	if (expected === 'N/A') {
		expect(actual, what).toBe(null);
		return;
	}
	expect(typeof expected, what).toBe('number');
	const size = Math.max(1, Math.abs(Number(expected)));
	expect((actual ?? NaN) / size, what).toBeCloseTo(Number(expected) / size, 12);
}

test.each(GOLDEN_TASKS)('the hashes of %s are those of the harness', (task) => {
	const samples = goldenSamples(task);
	expect(samples.flatMap(contradictedHashes)).toEqual([]);
	const hashes = samples.map(({ hashes: own, doc }) => {
		expect(docHash(doc)).toBe(own?.docHash);
		return own ?? { docHash: '', promptHash: '', targetHash: '' };
	});
	expect(taskHash(hashes)).toBe(goldenResults(kindOf(task)).task_hashes[task]);
});

test.each(GOLDEN_TASKS)('%s has the numbers and standard errors of the harness', (task) => {
	const scoring = goldenScoring(task);
	const expected = goldenResults(kindOf(task)).results[task] ?? {};
	const keys = Object.keys(expected).filter((key) => /^(?!.*_stderr,).*,/.test(key));
	expect(keys).toHaveLength(scoring.metrics.length * scoring.filters.length);
	for (const filter of scoring.filters) {
		const pairs = goldenItems(task, filter.name).map(({ item, answered }) => {
			return { asked: item.asked, answered };
		});
		for (const { metric, value, stderr } of metricResults(scoring.metrics, pairs, GOLDEN_DRAWS)) {
			const key = `${metric.name},${filter.name}`;
			expectEqual(value, expected[key], key);
			const stderrKey = `${metric.name}_stderr,${filter.name}`;
			expectEqual(stderr, expected[stderrKey], stderrKey);
		}
	}
});

test.each(GOLDEN_TASKS)('each document of %s has the score that its sample says', (task) => {
	const scoring = goldenScoring(task);
	let compared = 0;
	for (const sample of goldenSamples(task)) {
		const [published] = goldenItems(task, sample.filter).filter(
			({ item }) => item.docId === sample.docId
		);
		if (published === undefined) throw new Error('no such document');
		for (const { metric, options } of scoring.metrics) {
			const numbers = metric.ofDocument(published.item.asked, published.answered, options);
			const said = sample.metrics.get(metric.name) ?? null;
			// Others are lists: of what the aggregation needs.
			if (!isNumber(said)) continue;
			compared += 1;
			expect(numbers[0], metric.name).toBe(Number(said.value));
		}
	}
	if (task !== 'rolling') expect(compared).toBeGreaterThan(0);
});

test.each([
	['by_size', true],
	['not_by_size', false]
] as const)(
	// prettier-ignore
	'the group %s has the number and the standard error of the harness',
	(group, weightBySize) => {
		const { results } = goldenResults(group);
		const scores = ['mc_0', 'mc_inputs', 'mc_targets'].map((task) => ({
			value: Number(results[task]?.['acc,none']),
			stderr: Number(results[task]?.['acc_stderr,none']),
			count: Number(results[task]?.['sample_len'])
		}));
		const { value, stderr } = aggregateGroup(scores, weightBySize);
		expectEqual(value, results[group]?.['acc,none'], 'acc');
		expectEqual(stderr, results[group]?.['acc_stderr,none'], 'stderr');
	}
);

test('all twelve metrics are in the tasks', () => {
	const used = new Set(
		GOLDEN_TASKS.flatMap((task) => goldenScoring(task).metrics.map(({ metric }) => metric.name))
	);
	expect([...used].sort()).toEqual([...METRICS.keys()].sort());
});
