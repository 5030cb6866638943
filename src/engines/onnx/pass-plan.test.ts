import { expect, test } from 'vitest';
import {
	checkedPasses,
	nextPassLength,
	prefillsOf,
	promptPasses,
	type PassPlan
} from './pass-plan.ts';

const signature = (cacheTensors: number, hasCacheBranch = false) => ({
	cache: Array.from({ length: cacheTensors }, (_, i) => ({
		pastName: `past_${i}`,
		presentName: `present_${i}`,
		type: 'float32' as const,
		emptyShape: [1, 1, 0, 1]
	})),
	hasCacheBranch
});
const usual = signature(2);

function lengths(plan: PassPlan, tokens: number, seen = 0, of = usual): number[] {
	const passes: number[] = [];
	for (let at = 0; at < tokens;) {
		const length = nextPassLength(of, plan, { seen: seen + at, left: tokens - at });
		passes.push(length);
		at += length;
	}
	return passes;
}

const chunks = promptPasses(usual, { prefill: 'chunks-of-32', vocabularySize: 1000 });
const steps = promptPasses(usual, { prefill: 'token-by-token', vocabularySize: 1000 });

test('chunks end at multiples of 32, and the rest goes in one pass', () => {
	expect(lengths(chunks, 70)).toEqual([32, 32, 6]);
	expect(lengths(chunks, 64)).toEqual([32, 32]);
	expect(lengths(chunks, 5)).toEqual([5]);
});

test('cuts depend on where a token is, not on where feeding began', () => {
	expect(lengths(chunks, 70, 20)).toEqual([12, 32, 26]);
	expect(lengths(chunks, 38, 32)).toEqual([32, 6]);
});

test('token by token is one at a time', () => {
	expect(lengths(steps, 4)).toEqual([1, 1, 1, 1]);
});

test('one pass is as long as 64 MB of logits allow', () => {
	const plan = promptPasses(usual, { prefill: 'one-pass', vocabularySize: 2 ** 18 });
	expect(lengths(plan, 150)).toEqual([64, 64, 22]);
});

test('a graph without a cache is never cut, and one with a branch takes single tokens there', () => {
	const without = signature(0);
	const plan = promptPasses(without, { prefill: 'one-pass', vocabularySize: 2 ** 18 });
	expect(lengths(plan, 5000, 0, without)).toEqual([5000]);
	expect(lengths(checkedPasses(without, 10), 5000, 0, without)).toEqual([5000]);
	const merged = signature(2, true);
	expect(lengths(checkedPasses(merged, 10), 4, 1, merged)).toEqual([1, 1, 1, 1]);
});

test('tokens are checked at most 64 at a time', () => {
	expect(lengths(checkedPasses(usual, 1000), 150)).toEqual([64, 64, 22]);
	expect(lengths(checkedPasses(usual, 2 ** 20), 40)).toEqual([16, 16, 8]);
});

test('each graph and backend has its ways, the usual one first', () => {
	expect(prefillsOf('wasm', usual)).toEqual(['chunks-of-32', 'token-by-token']);
	expect(prefillsOf('wasm', signature(2, true))).toEqual(['token-by-token']);
	expect(prefillsOf('wasm', signature(0))).toEqual(['one-pass']);
	expect(prefillsOf('webgpu', usual)).toEqual(['one-pass']);
});
