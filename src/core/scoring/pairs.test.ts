import { expect, test } from 'vitest';
import { meanInterval } from './mean-interval.ts';
import { readPairs, scorePair, shareOfA } from './pairs.ts';
import type { ScoredText } from './scored-text.ts';

test('pairs are read in three spellings, and what is not one is named by its line', () => {
	const source = 'The {nurse|pilot} slept.\nshe ran | he ran\n\nx\ty\nonly one\nsame | same';
	expect(readPairs(source)).toEqual({
		pairs: [
			{ a: 'The nurse slept.', b: 'The pilot slept.' },
			{ a: 'she ran', b: 'he ran' },
			{ a: 'x', b: 'y' }
		],
		badLines: [5, 6]
	});
});

test('a line with a missing side, or with three, is no pair', () => {
	const source = [' | b', 'a | ', '|', 'a | b | c', '\t b', 'a \t b \t c', '   ', '{a|b'].join(
		'\n'
	);
	expect(readPairs(source)).toEqual({ pairs: [{ a: '{a', b: 'b' }], badLines: [1, 2, 3, 4, 5, 6] });
});

test('a choice may begin or end a line, stand in it twice, and blanks around it go', () => {
	expect(
		readPairs('  {She|He} saw {her|his} dog  \nI saw {him|her}\n { very|} good').pairs
	).toEqual([
		{ a: 'She saw her dog', b: 'He saw his dog' },
		{ a: 'I saw him', b: 'I saw her' },
		{ a: 'very good', b: 'good' }
	]);
});

test('an empty side leaves no double blank', () => {
	expect(readPairs('I am {not|} happy').pairs[0]).toEqual({ a: 'I am not happy', b: 'I am happy' });
});

function scored(
	tokens: readonly (readonly [id: number, probability: number | null])[]
): ScoredText {
	return {
		byteCount: 1,
		tokens: tokens.map(([id, p]) => ({
			id,
			text: 'x',
			score: p === null ? null : { logprob: Math.log(p), rank: 1, entropy: 0, alternatives: [] }
		}))
	};
}

test('log-odds are the difference of the whole texts, place by place', () => {
	const a = scored([
		[1, null],
		[2, 0.5],
		[3, 0.25]
	]);
	const b = scored([
		[1, null],
		[9, 0.125],
		[3, 0.5]
	]);
	const { logOdds, places, isWhole } = scorePair(a, b);
	expect(logOdds).toBeCloseTo(2 - 1, 12);
	expect(places.map(({ bits }) => Math.round(bits * 1e9) / 1e9)).toEqual([0, 2, -1]);
	expect(isWhole).toBe(true);
	expect(shareOfA(logOdds)).toBeCloseTo(2 / 3, 12);
	expect(shareOfA(0)).toBe(0.5);
});

test('texts that differ where nothing has a score are told apart from whole ones', () => {
	expect(
		scorePair(
			scored([
				[1, null],
				[3, 0.5]
			]),
			scored([
				[2, null],
				[3, 0.5]
			])
		).isWhole
	).toBe(false);
});

test('a missing score on either side makes a pair less than whole; a missing token does not', () => {
	const start = [1, null] as const;
	const whole = scored([start, [2, 0.5]]);
	const given = scored([start, [3, null]]);
	expect(scorePair(whole, given).isWhole).toBe(false);
	expect(scorePair(given, whole).isWhole).toBe(false);
	expect(scorePair(whole, scored([start, [3, 0.5]])).isWhole).toBe(true);
	const shorter = scored([start]);
	expect(scorePair(whole, shorter).isWhole).toBe(true);
	expect(scorePair(shorter, whole).isWhole).toBe(true);
	expect(scorePair(shorter, given).isWhole).toBe(false);
});

test('each place holds the tokens that stand there, and null where one text has none', () => {
	const a = scored([
		[1, null],
		[2, 0.5],
		[3, 0.5]
	]);
	const b = scored([
		[1, null],
		[7, 0.5],
		[8, 0.25],
		[9, 0.125],
		[3, 0.5]
	]);
	const idsOf = ({ places }: ReturnType<typeof scorePair>) =>
		places.map(({ a: left, b: right, same }) => [left?.id ?? null, right?.id ?? null, same]);
	expect(idsOf(scorePair(a, b))).toEqual([
		[1, 1, true],
		[2, 7, false],
		[null, 8, false],
		[null, 9, false],
		[3, 3, true]
	]);
	expect(idsOf(scorePair(b, a))).toEqual([
		[1, 1, true],
		[7, 2, false],
		[8, null, false],
		[9, null, false],
		[3, 3, true]
	]);
});

test('a longer side counts all of its tokens', () => {
	const a = scored([
		[1, null],
		[2, 0.5],
		[4, 0.5],
		[3, 0.5]
	]);
	const b = scored([
		[1, null],
		[9, 0.5],
		[3, 0.5]
	]);
	const { logOdds, places } = scorePair(a, b);
	expect(logOdds).toBeCloseTo(-1, 12);
	expect(places).toHaveLength(4);
});

test('the interval of a mean is Student’s', () => {
	// By hand: mean 3, standard deviation sqrt(2.5), t(4) = 2.776.
	const { mean, margin } = meanInterval([1, 2, 3, 4, 5]);
	expect(mean).toBe(3);
	expect(margin).toBeCloseTo((2.776 * Math.sqrt(2.5)) / Math.sqrt(5), 3);
	expect(meanInterval([7]).margin).toBeNull();
	// t(120) = 1.9799
	const many = Array.from({ length: 121 }, (_, i) => i % 2);
	const sd = Math.sqrt((60 * 61) / 121 / 120);
	expect(meanInterval(many).margin).toBeCloseTo((1.9799 * sd) / 11, 3);
});

test('the interval counts distances from the mean, and two values have one', () => {
	// By hand: mean 10, standard deviation sqrt(2), t(1) = 12.706.
	expect(meanInterval([9, 11])).toEqual({
		count: 2,
		mean: 10,
		margin: expect.closeTo((12.706 * Math.SQRT2) / Math.SQRT2, 9) as number
	});
	// Two-sided 97.5 % quantile of Student's t, 40 degrees of freedom: 2.0211.
	const many = Array.from({ length: 41 }, (_, i) => 5 + (i % 2));
	const variance = (21 * (20 / 41) ** 2 + 20 * (21 / 41) ** 2) / 40;
	const { margin } = meanInterval(many);
	expect((margin ?? NaN) / Math.sqrt(variance / 41)).toBeCloseTo(2.0211, 2);
});
