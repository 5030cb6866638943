import { expect, test } from 'vitest';
import {
	goldenSamples,
	goldenScoring,
	GOLDEN_TASKS
} from '../../../../tests/fixtures/evaluation/read-goldens.ts';
import { float } from '../python/json-value.ts';
import { itemOfSample } from '../sample-items.ts';
import type { Sample } from '../samples-file.ts';
import { checkMetrics } from './metric-check.ts';

function check(task: string, change: (sample: Sample, place: number) => Sample = (same) => same) {
	const scoring = goldenScoring(task);
	const samples = goldenSamples(task).map((sample, place) => {
		const changed = change(sample, place);
		return { sample: changed, published: itemOfSample(changed, scoring, place + 1) };
	});
	return checkMetrics(samples, scoring.metrics);
}

const withMetric = (sample: Sample, name: string, value: number): Sample => ({
	...sample,
	metrics: new Map([...sample.metrics, [name, float(value)]])
});

test.each(GOLDEN_TASKS)('the scores of %s follow from its log-likelihoods', (task) => {
	for (const { contradicted } of check(task)) expect(contradicted).toEqual([]);
});

test('one altered score is found', () => {
	const found = check('mc_0', (sample, place) =>
		place === 4 ? withMetric(sample, 'acc_norm', 0.5) : sample
	);
	expect(found.find(({ metric }) => metric === 'acc_norm')).toEqual({
		metric: 'acc_norm',
		contradicted: [4],
		isRather: []
	});
	expect(found.find(({ metric }) => metric === 'acc')?.contradicted).toEqual([]);
});

test('a score that is another metric’s is called by its name', () => {
	const found = check('mc_0', (sample) => {
		const acc = sample.metrics.get('acc') as { value: number };
		return withMetric(sample, 'acc_norm', acc.value);
	});
	const norm = found.find(({ metric }) => metric === 'acc_norm');
	expect(norm?.contradicted.length).toBeGreaterThan(0);
	expect(norm?.isRather).toEqual(['acc']);
});
