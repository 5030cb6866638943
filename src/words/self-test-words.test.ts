import { expect, test } from 'vitest';
import { faultAdvice, faultTitle, selfTestLine } from './self-test-words.ts';

const BELOW = { kind: 'below-chance', meanLogprob: -20, chanceLogprob: -Math.log(1280) } as const;

test('a fault is named with what to try, which depends on where the model runs', () => {
	expect(faultTitle({ kind: 'one-token', token: ' the' })).toContain('“ the” after every token');
	const fault = { kind: 'not-a-number' } as const;
	expect(faultAdvice(fault, 'webgpu', true)).toContain('try the processor, or another precision');
	expect(faultAdvice(fault, 'webgpu', false)).not.toContain('try the processor');
	expect(faultAdvice(fault, 'wasm', true)).toBe(
		'What it writes is meaningless. Try another precision of it.'
	);
});

test('a text below chance is told in probabilities, and as what it may be', () => {
	const advice = faultAdvice(BELOW, 'wasm', true);
	expect(advice).toContain('one chance in 500,000,000 on average; pure chance gives one in 1,280');
	expect(advice).toContain('not made for such texts');
});

test('a model that was not tested is never called sound', () => {
	expect(selfTestLine({ kind: 'not-run', reason: 'not-asked' })).toBeNull();
	expect(selfTestLine({ kind: 'not-run', reason: 'failed' })).toContain('could not be tested');
	expect(selfTestLine({ kind: 'passed' })).toContain('passed a short test');
	expect(selfTestLine(BELOW)).toBe(faultTitle(BELOW));
});
