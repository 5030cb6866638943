import { expect, test } from 'vitest';
import type { CheckedToken } from '#core/verification/checked-token.ts';
import type { VerifyResult } from '#protocol/worker-api.ts';
import { firstDisagreement, oddNumber } from '#words/verdicts/verify-words.ts';
import { checksOf } from './token-checks.ts';

const DRAW: CheckedToken = {
	id: 1,
	forced: false,
	drawId: 1,
	shortfall: 0,
	atEdge: false,
	margin: 1,
	logprob: -1,
	logprobDifference: 0,
	marginDifference: 0,
	sameBits: true,
	sameTrace: true
};
const TOLERANCE = {
	shortfall: 0.01,
	logprob: 0.01,
	margin: 0.02,
	numbersDecide: true,
	choicesHold: true,
	isExact: false
};

function resultOf(...shortfalls: number[]): VerifyResult {
	const tokens = shortfalls.map((shortfall) =>
		shortfall === 0 ? DRAW : { ...DRAW, drawId: 2, shortfall }
	);
	return {
		verdict: { verdict: 'bit-exact', evidence: { comparedTokens: 1, engineDiffers: false } },
		tokens,
		texts: tokens.map(({ drawId }) => ({
			text: ' fox',
			piece: ' fox',
			drawnPiece: drawId === 1 ? ' fox' : ' dog'
		})),
		tolerance: TOLERANCE,
		engine: {} as VerifyResult['engine'],
		elapsedMs: 1
	};
}

test('a run without a disagreement has none to explain', () => {
	expect(firstDisagreement(resultOf(0, 0))).toBeNull();
});

test('a close loss is noise, a clear one is not, and a dropped token neither', () => {
	expect(firstDisagreement(resultOf(0, 0.003, 4))).toBe(
		'First difference at token 2: the file says “·fox”, this seed draws “·dog”. A rounding difference explains this.'
	);
	expect(firstDisagreement(resultOf(4.1))).toContain(
		'this seed draws “·dog”. This run was not made with these weights, settings or seed.'
	);
	expect(firstDisagreement(resultOf(Infinity))).toContain('which the filters drop here');
});

test('colours go by how the shortfall compares with noise, and every loss is said in words', () => {
	const checks = checksOf(resultOf(0, 0.0005, 0.005, 0.05, 4, Infinity));
	expect(checks.map(({ level }) => level)).toEqual([0, 1, 2, 3, 4, 4]);
	expect(checks.map(({ words }) => words !== '')).toEqual([false, true, true, true, true, true]);
});

test('a draw whose recorded numbers are off is coloured and named, too', () => {
	const result = resultOf(0, 0, 0, 0);
	const tokens = [
		DRAW,
		{ ...DRAW, logprobDifference: -0.05 },
		{ ...DRAW, marginDifference: 4 },
		{ ...DRAW, marginDifference: -Infinity }
	];
	const checks = checksOf({ ...result, tokens });
	expect(checks.map(({ level }) => level)).toEqual([0, 3, 4, 4]);
	expect(checks.map(({ words }) => words)).toEqual([
		'',
		'recorded logprob off by 0.05 nats',
		'recorded margin off by 4 nats',
		'recorded margin is wrong: no rival on one side'
	]);
	expect(oddNumber({ ...DRAW, marginDifference: 0.02 }, TOLERANCE)).toBe('');
});
