import { expect, test } from 'vitest';
import { ContinuationScore } from './log-likelihood.ts';

function score(rows: readonly number[][], continuation: readonly number[]) {
	const scorer = new ContinuationScore(continuation);
	for (const row of rows) scorer.add(Float32Array.from(row));
	return scorer.result();
}

test('the log-likelihood is the sum of log-probabilities in nats', () => {
	const { logLikelihood, isGreedy } = score([[0, 0, 0, 0], [1, 3, 2, 0]], [2, 1]); // prettier-ignore
	const second = 3 - Math.log(Math.exp(1) + Math.exp(3) + Math.exp(2) + 1);
	expect(logLikelihood).toBeCloseTo(-Math.log(4) + second, 14);
	// Of equally likely tokens the first is taken for the likeliest.
	expect(isGreedy).toBe(false);
	expect(score([[0, 0], [1, 3]], [0, 1]).isGreedy).toBe(true); // prettier-ignore
});

test('logits that are no numbers are refused, and so are too few and too many rows', () => {
	expect(() => score([[0, NaN]], [0])).toThrow(/expected numbers/);
	expect(() => score([[0, Infinity]], [0])).toThrow(/expected numbers/);
	expect(() => score([], [0])).toThrow(/expected 1 rows/);
	expect(() => score([[0], [0]], [0])).toThrow(/expected 1 rows/);
});

test('a token of probability 0 makes minus infinity', () => {
	expect(score([[0, -Infinity]], [1]).logLikelihood).toBe(-Infinity);
});
