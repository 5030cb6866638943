import { expect, test } from 'vitest';
import { bits, shareOf, summarize, type ScoredText } from './scored-text.ts';

function scored(...probabilities: readonly (number | null)[]): ScoredText {
	const tokens = probabilities.map((p, id) => ({
		id,
		text: 'x',
		score: p === null ? null : { logprob: Math.log(p), rank: 1, entropy: 0, alternatives: [] }
	}));
	return { tokens, byteCount: 4 };
}

test('a quarter is two bits', () => {
	expect(bits(-Math.log(0.25))).toBeCloseTo(2, 12);
});

test('what has no score does not count', () => {
	const { count, logprob, bitsPerToken, bitsPerByte, perplexity } = summarize(
		scored(null, 0.5, 0.125)
	);
	expect(count).toBe(2);
	expect(logprob).toBeCloseTo(Math.log(0.0625), 12);
	expect(bitsPerToken).toBeCloseTo(2, 12);
	expect(bitsPerByte).toBeCloseTo(1, 12);
	expect(perplexity).toBeCloseTo(4, 12);
});

test('nothing scored is no number, not zero surprise', () => {
	expect(summarize(scored(null))).toMatchObject({ count: 0, bitsPerToken: NaN });
});

test('the share of an ending is the product of its tokens, from a place on', () => {
	const text = scored(null, 0.5, null, 0.125, 0.25);
	expect(shareOf(text, 3)).toBeCloseTo(1 / 32, 12);
	expect(shareOf(text, 0)).toBeCloseTo(1 / 64, 12);
	expect(shareOf(text, 5)).toBe(1);
});
