import { expect, test } from 'vitest';

import { exampleRun, exampleToken, unsealedRun } from '../../../tests/fixtures/example-run.ts';
import { modelDigest } from '../digest/model-digest.ts';
import { sha256Text } from '../digest/sha256.ts';
import type { Run, TokenTrace } from '../run-file/schema.ts';
import { sealRun } from '../run-file/seal-run.ts';
import { alignColumns } from './align-columns.ts';
import { alignTokens } from './align-tokens.ts';
import { compareRuns, probabilityAt } from './compare-runs.ts';
import fc from '../../../tests/property.ts';

test('a run has no difference from itself', () => {
	const run = exampleRun();
	const { differences, fork, columns, comparedBy } = compareRuns([run, run]);
	expect([differences, fork, comparedBy]).toEqual([[], null, 'ids']);
	const here = [0, 1, 2];
	const all = { isShared: [true, true, true], places: [here, here] };
	expect(columns).toEqual([all, all]);
});

test('every kind of difference is named with the values of all runs', () => {
	const other = structuredClone(unsealedRun());
	other.request.temperature = 1.2;
	other.request.messages = [{ role: 'user', content: 'Tell me a joke.' }];
	other.engine.backend = 'webgpu';
	other.model.quantization = 'q4';
	const { differences } = compareRuns([exampleRun(), exampleRun(), sealRun(other)]);
	const story = { role: 'user', content: 'Tell me a story.' };
	expect(differences).toEqual([
		{
			group: 'prompt',
			field: 'messages[0]',
			values: [story, story, { role: 'user', content: 'Tell me a joke.' }]
		},
		{ group: 'settings', field: 'temperature', values: [0.8, 0.8, 1.2] },
		{ group: 'model', field: 'quantization', values: ['int8', 'int8', 'q4'] },
		{ group: 'engine', field: 'backend', values: ['wasm', 'wasm', 'webgpu'] }
	]);
});

test('files that only some models have are differences, too', () => {
	const other = structuredClone(unsealedRun());
	other.model.resources = other.model.resources.slice(1);
	other.model.digest = modelDigest(other.model.resources);
	const { differences } = compareRuns([exampleRun(), sealRun(other)]);
	expect(differences.find(({ field }) => field === 'file config.json')?.values[1]).toBeNull();
});

/** The example with other output tokens. */
function withTokens(
	tokens: TokenTrace[],
	change: (run: Omit<Run, 'id'>) => void = () => undefined
) {
	const run = structuredClone(unsealedRun());
	run.output = {
		...run.output,
		tokens,
		token_ids: tokens.map(({ id }) => id),
		finish_reason: 'cancelled'
	};
	run.usage.output_tokens = tokens.length;
	change(run);
	return sealRun(run);
}

test('the first fork has each choice once, with its probability in every run that knows it', () => {
	// The example's trace names token 3 as an alternative; token 99 is in no trace.
	const or = { ...exampleToken(3, ' or'), logprob: -1.75 };
	const other = withTokens([exampleToken(5, 'A'), or]);
	const { fork, columns } = compareRuns([exampleRun(), other, exampleRun()]);
	expect(fork).toMatchObject({ position: 1, sameLogits: false });
	expect(fork?.choices.map(({ token, runs }) => ({ token, runs }))).toEqual([
		{ token: { id: 6, text: ' fox' }, runs: [0, 2] },
		{ token: { id: 3, text: ' or' }, runs: [1] }
	]);
	const [fox, taken] = fork?.choices ?? [];
	expect(fox?.probabilities[0]).toBeCloseTo(Math.exp(-0.25), 12);
	expect(fox?.probabilities[1]).toBeNull();
	expect(taken?.probabilities[0]).toBeCloseTo(Math.exp(-1.75), 12);
	expect(taken?.probabilities[1]).toBeCloseTo(Math.exp(-1.75), 12);
	expect(columns[0]?.isShared).toEqual([true, false, false]);
	expect(columns[0]?.places).toEqual([
		[0, 1, 2],
		[0, 1, null],
		[0, 1, 2]
	]);
});

test('where the logits are the same and the draw differs, the fork says so', () => {
	const logits = exampleToken(6, ' fox').logits_digest;
	const other = withTokens([
		exampleToken(5, 'A'),
		{ ...exampleToken(3, ' or'), logits_digest: logits }
	]);
	expect(compareRuns([exampleRun(), other]).fork?.sameLogits).toBe(true);
});

test('an output that ends earlier forks at its end', () => {
	const shorter = withTokens([exampleToken(5, 'A'), exampleToken(6, ' fox')]);
	const { fork } = compareRuns([exampleRun(), shorter]);
	expect(fork?.position).toBe(2);
	expect(fork?.choices.map(({ token }) => token?.id)).toEqual([2, undefined]);
});

test('outputs of models with other tokenizers are compared by what their tokens spell', () => {
	const other = withTokens([exampleToken(105, 'A'), exampleToken(106, ' fox')], (run) => {
		run.request.forced_token_ids = [105];
		run.model.resources = run.model.resources.map((file) =>
			file.name === 'tokenizer.json' ? { ...file, digest: sha256Text('other') } : file
		);
		run.model.digest = modelDigest(run.model.resources);
	});
	const { comparedBy, columns, fork } = compareRuns([exampleRun(), other]);
	expect(comparedBy).toBe('text');
	expect(columns[1]?.isShared).toEqual([true, true]);
	expect(fork?.position).toBe(2);
	const trace = other.output.tokens[1];
	expect(probabilityAt(trace, { id: 6, text: ' fox' }, 'text')).toBeCloseTo(Math.exp(-0.25), 12);
	expect(probabilityAt(trace, { id: 6, text: ' fox' }, 'ids')).toBeNull();
});

test('a token that all columns have is at an equal token in each', () => {
	const column = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
	fc.assert(
		fc.property(fc.array(column, { minLength: 2, maxLength: 4 }), (columns) => {
			const aligned = alignColumns(columns);
			for (const [i, { isShared, places }] of aligned.entries()) {
				for (const [j, other] of places.entries()) {
					expect(other).toHaveLength(columns[i]?.length ?? 0);
					for (const [at, place] of other.entries()) {
						if (isShared[at] === true) {
							expect(place === null ? undefined : columns[j]?.[place]).toBe(columns[i]?.[at]);
						}
					}
				}
			}
		})
	);
});

test('tokens that come back after a fork are aligned again', () => {
	expect(alignTokens([1, 2, 3, 9, 9, 4, 5, 6], [1, 2, 8, 4, 5, 7, 6])).toEqual([
		{ kind: 'same', a: [0, 2], b: [0, 2] },
		{ kind: 'different', a: [2, 5], b: [2, 3] },
		{ kind: 'same', a: [5, 7], b: [3, 5] },
		{ kind: 'different', a: [7, 7], b: [5, 6] },
		{ kind: 'same', a: [7, 8], b: [6, 7] }
	]);
	expect(alignTokens([], [])).toEqual([]);
	expect(alignTokens([], [1])).toEqual([{ kind: 'different', a: [0, 0], b: [0, 1] }]);
});

/** By dynamic programming, for comparison. */
function longestCommonLength(a: readonly number[], b: readonly number[]): number {
	let row = new Array<number>(b.length + 1).fill(0);
	for (const x of a) {
		const next = [0];
		for (const [j, y] of b.entries()) {
			next.push(x === y ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0));
		}
		row = next;
	}
	return row[b.length] ?? 0;
}

test('an alignment covers both lists, is equal where it says so, and shares as much as can be', () => {
	const ids = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 30 });
	fc.assert(
		fc.property(ids, ids, (a, b) => {
			const spans = alignTokens(a, b);
			let [i, j, same] = [0, 0, 0];
			for (const span of spans) {
				expect([span.a[0], span.b[0]]).toEqual([i, j]);
				[i, j] = [span.a[1], span.b[1]];
				if (span.kind === 'different') continue;
				expect(a.slice(...span.a)).toEqual(b.slice(...span.b));
				same += span.a[1] - span.a[0];
			}
			expect([i, j]).toEqual([a.length, b.length]);
			expect(same).toBe(longestCommonLength(a, b));
		})
	);
});

test('two long outputs with nothing in common are one difference', () => {
	const a = Array.from({ length: 5000 }, (_, i) => i);
	const b = Array.from({ length: 5000 }, (_, i) => 10_000 + i);
	expect(alignTokens(a, b)).toEqual([{ kind: 'different', a: [0, 5000], b: [0, 5000] }]);
});

test('a prompt that differs in its text or template is named, and a message that one run lacks', () => {
	const other = structuredClone(unsealedRun());
	other.request.mode = 'completion';
	other.request.prompt = 'Once';
	other.request.messages = [];
	other.request.template_digest = null;
	const prompts = (runs: readonly Run[]) =>
		compareRuns(runs)
			.differences.filter(({ group }) => group === 'prompt')
			.map(({ field, values }) => [field, values]);
	const story = { role: 'user', content: 'Tell me a story.' };
	expect(prompts([exampleRun(), sealRun(other)])).toEqual([
		['mode', ['chat', 'completion']],
		['prompt', [null, 'Once']],
		['template_digest', [exampleRun().request.template_digest, null]],
		['messages[0]', [story, null]]
	]);
});

test('files are named in the order of their names', () => {
	const other = structuredClone(unsealedRun());
	other.model.resources = other.model.resources
		.map((file) => ({ ...file, digest: sha256Text(`other ${file.name}`) }))
		.toReversed();
	other.model.digest = modelDigest(other.model.resources);
	const files = compareRuns([sealRun(other), exampleRun()])
		.differences.map(({ field }) => field)
		.filter((field) => field.startsWith('file '));
	expect(files).toEqual(['file config.json', 'file onnx/model_int8.onnx', 'file tokenizer.json']);
});

test('runs of models with one tokenizer are compared by ids, of others by text', () => {
	const withFile = (name: string, content: string, of: string) => {
		const run = structuredClone(unsealedRun());
		run.model.resources = [
			{ name: 'model.onnx', size_bytes: 1, digest: sha256Text(of) },
			{ name, size_bytes: 1, digest: sha256Text(content) }
		];
		run.model.digest = modelDigest(run.model.resources);
		return sealRun(run);
	};
	const by = (a: Run, b: Run) => compareRuns([a, b]).comparedBy;
	const one = withFile('tokenizer.json', 't', 'int8');
	expect(by(one, withFile('tokenizer.json', 't', 'fp32'))).toBe('ids');
	expect(by(one, withFile('some/folder/tokenizer.json', 't', 'fp32'))).toBe('ids');
	expect(by(one, withFile('tokenizer.json', 'another', 'int8'))).toBe('text');
	// Another file of that beginning or ending is no tokenizer: then the whole model has to be the same.
	expect(by(one, withFile('tokenizer.json.bak', 't', 'fp32'))).toBe('text');
	expect(by(one, withFile('my-tokenizer.json', 't', 'fp32'))).toBe('text');
});

test('a token without a text is known by its id alone, or not at all', () => {
	const silent = { ...exampleToken(2, ''), logprob: -1 };
	expect(probabilityAt(silent, { id: 2, text: '' }, 'text')).toBeNull();
	expect(probabilityAt(silent, { id: 2, text: '' }, 'ids')).toBeCloseTo(Math.exp(-1), 12);
	const spoken = { ...exampleToken(5, 'A'), logprob: -1 };
	expect(probabilityAt(spoken, { id: 99, text: 'A' }, 'text')).toBeCloseTo(Math.exp(-1), 12);
	expect(probabilityAt(spoken, { id: 99, text: 'A' }, 'ids')).toBeNull();
	expect(probabilityAt(spoken, { id: 5, text: 'B' }, 'text')).toBeNull();
	expect(probabilityAt(undefined, { id: 5, text: 'A' }, 'ids')).toBeNull();
});
