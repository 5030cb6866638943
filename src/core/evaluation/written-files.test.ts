import { expect, test } from 'vitest';
import {
	GOLDEN_DRAWS,
	GOLDEN_TASKS,
	goldenItems,
	goldenScoring,
	goldenText,
	kindOf
} from '../../../tests/fixtures/evaluation/read-goldens.ts';
import { scoreSamples, type TaskResult } from './score-samples.ts';
import { resultsText } from './write-results.ts';

function resultOf(task: string): TaskResult {
	const scoring = goldenScoring(task);
	// The last filter of gen_5 leaves the answers as the model gave them.
	return scoreSamples(scoring, goldenItems(task, scoring.filters.at(-1)?.name), GOLDEN_DRAWS);
}

/** NumPy prints eight digits of an array, and JSON of ours holds all. */
const withoutBrier = (line: string) => line.replace(/"brier_score": \[[^\]]*\]"\]/, '');

test.each(GOLDEN_TASKS)('the samples of %s are written as the harness writes them', (task) => {
	const lines = resultOf(task).filters.flatMap((filter) => filter.lines);
	const expected = goldenText(`samples_${task}.jsonl`).trimEnd().split('\n');
	expect(lines.map(withoutBrier)).toEqual(expected.map(withoutBrier));
});

const FACTS = {
	model: 'sprout',
	modelArgs: '',
	modelName: 'sprout',
	bootstrapDraws: GOLDEN_DRAWS,
	date: 0,
	harnessVersion: '0.4.13',
	chatTemplate: null,
	seconds: 0
};

/** What does not depend on the computer; numbers rounded to 12 digits. */
function comparable(text: string, name: string): unknown {
	const results = JSON.parse(text) as Record<string, unknown>;
	return JSON.parse(
		JSON.stringify(results[name], (_key, value: unknown) =>
			typeof value === 'number' ? Number(value.toPrecision(12)) : value
		)
	);
}

test.each([
	'results',
	'configs',
	'versions',
	'n-shot',
	'higher_is_better',
	'n-samples',
	'task_hashes'
])('the results have the harness’s %s', (name) => {
	const tasks = GOLDEN_TASKS.filter((task) => kindOf(task) === 'plain');
	const own = comparable(resultsText(tasks.map(resultOf), FACTS), name);
	expect(own).toEqual(comparable(goldenText('results_plain.json'), name));
});

test('the results have the fields of the harness, in its order', () => {
	const own = JSON.parse(resultsText([resultOf('mc_0')], FACTS)) as object;
	const theirs = JSON.parse(goldenText('results_plain.json')) as Record<string, object>;
	expect(Object.keys(own)).toEqual(Object.keys(theirs));
	expect(Object.keys((own as Record<string, object>)['config'] ?? {})).toEqual(
		Object.keys(theirs['config'] ?? {})
	);
});
