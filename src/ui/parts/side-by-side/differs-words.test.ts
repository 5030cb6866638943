import { expect, test } from 'vitest';
import { compareRuns, type FieldDifference } from '#core/diff/compare-runs.ts';
import { exampleRun } from '../../../../tests/fixtures/example-run.ts';
import { differenceLabel, differenceValue } from './differs-words.ts';

const run = exampleRun();

test('everything of a run that can differ has a name of its own, and no field’s', () => {
	const { request, model, engine } = run;
	const other = {
		...run,
		request: Object.fromEntries(Object.keys(request).map((key) => [key, 'other'])),
		model: {
			...Object.fromEntries(Object.keys(model).map((key) => [key, 'other'])),
			resources: []
		},
		engine: Object.fromEntries(Object.keys(engine).map((key) => [key, 'other']))
	};
	const messages = [{ role: 'user', content: 'Hello' }];
	const { differences } = compareRuns([
		run,
		{ ...other, request: { ...other.request, messages, date: 'other' } } as unknown as typeof run
	]);
	const labels = differences.map(differenceLabel);
	expect(differences.length).toBeGreaterThan(20);
	expect(labels.filter((label) => !/^\p{Lu}/u.test(label))).toEqual([]);
});

test('messages are counted from 1, and files named', () => {
	const of = (field: string): FieldDifference => ({ group: 'prompt', field, values: [] });
	expect(differenceLabel(of('messages[0]'))).toBe('Message 1');
	expect(differenceLabel({ ...of('file config.json'), group: 'model' })).toBe('File config.json');
});

test('a value is shown in its shortest form', () => {
	expect(differenceValue(null)).toBe('none');
	expect(differenceValue([])).toBe('none');
	expect(differenceValue(0.7)).toBe('0.7');
	expect(differenceValue(['\n', 'The end'])).toBe('“↵”, “The␣end”');
	expect(differenceValue([1, 2])).toBe('1, 2');
	expect(differenceValue(`sha256:${'0'.repeat(64)}`)).toBe('00000000…0000');
	expect(differenceValue({ role: 'user' })).toBe('{"role":"user"}');
});
