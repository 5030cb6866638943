import { expect, test } from 'vitest';
import { compareRuns, type FieldDifference } from '#core/diff/compare-runs.ts';
import type { Run } from '#core/run-file/schema.ts';
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
		{
			...other,
			request: { ...other.request, messages, date: 'other', spelled_tokens: 'other' }
		} as unknown as typeof run
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
	const shown = (value: unknown) =>
		differenceValue({ group: 'settings', field: 'any', values: [] }, value);
	expect(shown(null)).toBe('none');
	expect(shown([])).toBe('none');
	expect(shown(0.7)).toBe('0.7');
	expect(shown(['\n', 'The end'])).toBe('“↵”, “The·end”');
	expect(shown([1, 2])).toBe('1, 2');
	expect(shown(`sha256:${'0'.repeat(64)}`)).toBe('00000000…0000');
});

const otherwise: Run = {
	...run,
	request: {
		...run.request,
		mode: 'completion',
		prompt: 'Once',
		messages: [
			{ role: 'system', content: 'Be brief.' },
			{ role: 'user', content: 'Hello' }
		],
		date: '2026-11-30T07:08:09',
		spelled_tokens: { read_as: 'text', tokens: ['<|a|>', '<|b|>'] },
		logit_bias: { '5': 2, '70': -0.5 },
		stop_sequences: ['\n'],
		stop_token_ids: [3, 4],
		forced_token_ids: [9]
	},
	model: { ...run.model, quantization: 'q4', resources: [] },
	engine: {
		...run.engine,
		backend: 'webgpu',
		prefill: 'chunks-of-32',
		options: { memory: 'shared', graph: 'all' },
		adapter: { vendor: 'acme', architecture: 'gen-9' }
	}
};

test('objects are shown in words', () => {
	const { differences } = compareRuns([run, otherwise]);
	const shown = new Map(
		differences.map((difference) => [
			difference.field,
			differenceValue(difference, difference.values[1])
		])
	);
	expect(Object.fromEntries(shown)).toMatchObject({
		mode: 'Completion',
		prompt: 'Once',
		'messages[0]': 'System: Be brief.',
		'messages[1]': 'You: Hello',
		date: '2026-11-30 07:08:09',
		spelled_tokens: '<|a|> and <|b|>, read as text',
		logit_bias: 'token 5: 2, token 70: −0.5',
		// Of files that this app does not know: a claim.
		quantization: '“q4”',
		backend: 'Graphics card (WebGPU)',
		prefill: 'prompt read in chunks of 32 tokens',
		options: 'memory: shared, graph: all',
		adapter: 'acme gen-9'
	});
});

test('no value of a run is shown as the file has it', () => {
	for (const { values, ...difference } of compareRuns([run, otherwise]).differences) {
		for (const value of values) {
			expect(differenceValue({ ...difference, values }, value)).not.toMatch(/[{}[\]]|_|undefined/);
		}
	}
});
