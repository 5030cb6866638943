import fc from 'fast-check';
import { expect, test } from 'vitest';

import { exampleRun, exampleToken, unsealedRun } from '../../../tests/fixtures/example-run.ts';
import { sealRun } from '../run-file/seal-run.ts';
import { alignTokens } from './align-tokens.ts';
import { diffRuns } from './diff-runs.ts';

test('a run has no difference from itself', () => {
	const run = exampleRun();
	expect(diffRuns(run, run)).toEqual({
		settings: [],
		model: [],
		modelFiles: [],
		engine: [],
		prompt: [],
		promptSpans: [{ kind: 'same', a: [0, 4], b: [0, 4] }],
		sharedTokens: 3,
		tokenSpans: [{ kind: 'same', a: [0, 3], b: [0, 3] }],
		fork: null
	});
});

test('every kind of difference is named with both values', () => {
	const other = structuredClone(unsealedRun());
	other.request.temperature = 1.2;
	other.request.messages = [{ role: 'user', content: 'Tell me a joke.' }];
	other.engine.backend = 'webgpu';
	other.model.quantization = 'q4';
	const { settings, prompt, engine, model } = diffRuns(exampleRun(), sealRun(other));
	expect(settings).toEqual([{ field: 'temperature', a: 0.8, b: 1.2 }]);
	expect(prompt).toEqual([
		{
			field: 'messages[0]',
			a: { role: 'user', content: 'Tell me a story.' },
			b: { role: 'user', content: 'Tell me a joke.' }
		}
	]);
	expect(engine).toEqual([{ field: 'engine.backend', a: 'wasm', b: 'webgpu' }]);
	expect(model).toEqual([{ field: 'quantization', a: 'int8', b: 'q4' }]);
});

test('the first fork has the probabilities of both choices where the traces know them', () => {
	const other = structuredClone(unsealedRun());
	// The example's trace names token 3 as an alternative; token 99 is in no trace.
	const tokens = [exampleToken(5, 'A'), { ...exampleToken(3, ' or'), logprob: -1.75 }];
	other.output = {
		...other.output,
		tokens,
		token_ids: tokens.map(({ id }) => id),
		text: 'A or',
		finish_reason: 'cancelled'
	};
	other.usage.output_tokens = 2;
	const { fork, sharedTokens, tokenSpans } = diffRuns(exampleRun(), sealRun(other));
	expect(sharedTokens).toBe(1);
	expect(fork).toMatchObject({
		position: 1,
		a: { id: 6, text: ' fox' },
		b: { id: 3, text: ' or' }
	});
	expect(fork?.a?.probabilityInA).toBeCloseTo(Math.exp(-0.25), 12);
	expect(fork?.b?.probabilityInA).toBeCloseTo(Math.exp(-1.75), 12);
	expect(fork?.b?.probabilityInB).toBeCloseTo(Math.exp(-1.75), 12);
	expect(fork?.a?.probabilityInB).toBeNull();
	expect(tokenSpans).toEqual([
		{ kind: 'same', a: [0, 1], b: [0, 1] },
		{ kind: 'different', a: [1, 3], b: [1, 2] }
	]);
});

test('an output that ends earlier forks at its end', () => {
	const other = structuredClone(unsealedRun());
	other.output.tokens.length = 2;
	other.output.token_ids.length = 2;
	other.output.finish_reason = 'cancelled';
	other.usage.output_tokens = 2;
	expect(diffRuns(exampleRun(), sealRun(other)).fork).toMatchObject({
		position: 2,
		a: { id: 2 },
		b: null
	});
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
