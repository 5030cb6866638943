import { expect, test } from 'vitest';
import { JsonFields } from './json-fields.ts';
import { readPythonJson } from './python/json-value.ts';
import { readTaskScoring } from './task-scoring.ts';

function read(changes: Readonly<Record<string, unknown>>) {
	const config = { task: 'x', output_type: 'multiple_choice', ...changes };
	return readTaskScoring(new JsonFields(readPythonJson(JSON.stringify(config)), 'configs'));
}

test('a task that says nothing has the metrics, filter and delimiter of the harness', () => {
	const scoring = read({});
	expect(scoring.metrics.map(({ metric }) => metric.name)).toEqual(['acc', 'acc_norm']);
	expect(scoring.filters.map(({ name }) => name)).toEqual(['none']);
	expect(scoring.targetDelimiter).toBe(' ');
});

test.each([
	[{ output_type: 'beam' }, /output_type: expected loglikelihood/],
	[{ repeats: 5 }, /repeats: expected 1/],
	[{ process_results: 'def f' }, /process_results/],
	[{ metric_list: [{ metric: 'bleu' }] }, /metric_list\[0\]: metric: expected .* not bleu/],
	[{ metric_list: [{ metric: 'perplexity' }] }, /not perplexity/],
	[{ metric_list: [{ metric: 'acc', aggregation: 'median' }] }, /aggregation: expected mean/],
	[
		{
			output_type: 'generate_until',
			metric_list: [{ metric: 'exact_match', ignore_spaces: true }]
		},
		/ignore_spaces: expected no option/
	]
])('refuses %j by name', (changes, message) => {
	expect(() => read(changes)).toThrow(message);
});
