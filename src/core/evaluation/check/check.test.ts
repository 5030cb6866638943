import { expect, test } from 'vitest';
import type { Answered } from '../requests.ts';
import { compareAnswers } from './compare-answers.ts';
import { drawDocuments } from './draw-documents.ts';
import { explain } from './explain.ts';
import { variantsOf } from './variants.ts';

const FILE = { fileDigest: '0'.repeat(64), seed: 'a' };

test('a draw is the same for the same digest and seed, and another for others', () => {
	const drawn = drawDocuments(FILE, 1000, 50);
	expect(drawn).toEqual(drawDocuments(FILE, 1000, 50));
	expect(new Set(drawn).size).toBe(50);
	expect(drawn).toEqual([...drawn].sort((a, b) => a - b));
	expect(drawDocuments({ ...FILE, seed: 'b' }, 1000, 50)).not.toEqual(drawn);
	expect(drawDocuments({ ...FILE, fileDigest: '1'.repeat(64) }, 1000, 50)).not.toEqual(drawn);
	expect(drawDocuments(FILE, 3, 50)).toEqual([0, 1, 2]);
	expect(() => drawDocuments({ ...FILE, fileDigest: 'x' }, 3, 3)).toThrow(/64 hexadecimal/);
});

test('each document is drawn about as often as any other', () => {
	const counts = new Array<number>(20).fill(0);
	for (let seed = 0; seed < 2000; seed++) {
		for (const place of drawDocuments({ ...FILE, seed: String(seed) }, 20, 5)) {
			counts[place] = (counts[place] ?? 0) + 1;
		}
	}
	// 500 ± 5 standard deviations of the binomial distribution.
	for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(97);
});

const scored = (...values: number[]): Answered => ({
	outputType: 'multiple_choice',
	scores: values.map((logLikelihood) => ({ logLikelihood, isGreedy: false })),
	unconditional: []
});

test('a score agrees within its interval, which grows with the score', () => {
	const { scores, agrees } = compareAnswers(scored(-1.0009, -200.0025), scored(-1, -200));
	expect(agrees).toBe(true);
	expect(scores[1]?.interval.from).toBeCloseTo(-200.003, 9);
	expect(compareAnswers(scored(-1.002), scored(-1)).agrees).toBe(false);
});

test('a score that is no number never agrees, and an impossible one only with itself', () => {
	expect(compareAnswers(scored(NaN), scored(-1)).agrees).toBe(false);
	expect(compareAnswers(scored(NaN), scored(NaN)).agrees).toBe(false);
	expect(compareAnswers(scored(-Infinity), scored(-Infinity)).agrees).toBe(true);
	expect(compareAnswers(scored(-1), scored(-Infinity)).agrees).toBe(false);
});

test('texts agree when they are the same', () => {
	const text = (value: string): Answered => ({ outputType: 'generate_until', text: value });
	expect(compareAnswers(text('red'), text('red')).agrees).toBe(true);
	expect(compareAnswers(text('red'), text('blue')).agrees).toBe(false);
	expect(compareAnswers(text('red'), scored(-1)).agrees).toBe(false);
});

test('scores that differ much are another prompt or model', () => {
	const drawn = [0, 1, 2].map((place) => ({
		place,
		check: compareAnswers(scored(-20), scored(-2)),
		explainedBy: []
	}));
	expect(explain(drawn)).toEqual({ kind: 'prompt-or-model', places: [0, 1, 2], medianNats: 18 });
});

test('a question without its delimiter, and one with a prefix', () => {
	const asked = { outputType: 'loglikelihood', context: 'Q', continuation: ' a' } as const;
	expect(variantsOf(asked, '<s>')).toEqual([
		{ reason: 'prefix-token', asked: { ...asked, context: '<s>Q' } },
		{ reason: 'delimiter', asked: { ...asked, continuation: 'a' } }
	]);
	expect(variantsOf({ ...asked, continuation: ' ' }, '')).toEqual([]);
	expect(variantsOf({ outputType: 'loglikelihood_rolling', text: 'x' }, '<s>')).toEqual([]);
});
