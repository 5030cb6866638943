import { expect, test } from 'vitest';
import type { CheckedToken } from '#core/verification/verify.ts';
import type { VerifyResult } from '#protocol/worker-api.ts';
import { checksOf, firstDisagreement } from './verify-words.ts';

const DRAW: CheckedToken = {
	id: 1,
	forced: false,
	drawId: 1,
	shortfall: 0,
	atEdge: false,
	margin: 1,
	logprob: -1,
	logprobDifference: 0,
	sameBits: true
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
		tau: 0.01,
		engine: {} as VerifyResult['engine'],
		elapsedMs: 1
	};
}

test('a run without a disagreement has none to explain', () => {
	expect(firstDisagreement(resultOf(0, 0))).toBeNull();
});

test('a close loss is noise, a clear one is not, and a dropped token neither', () => {
	expect(firstDisagreement(resultOf(0, 0.003, 4))).toBe(
		'First disagreement, at token 2: drawn here is “␣dog”, and the recorded “␣fox” loses by 0.003 nats: numeric noise.'
	);
	expect(firstDisagreement(resultOf(4.1))).toContain(
		'loses by 4.1 nats: this run was not made with these weights, settings or seed.'
	);
	expect(firstDisagreement(resultOf(Infinity))).toContain('is dropped by the filters');
});

test('colours go by how the shortfall compares with noise, and every loss is said in words', () => {
	const checks = checksOf(resultOf(0, 0.0005, 0.005, 0.05, 4, Infinity));
	expect(checks.map(({ level }) => level)).toEqual([0, 1, 2, 3, 4, 4]);
	expect(checks.map(({ words }) => words !== '')).toEqual([false, true, true, true, true, true]);
});
