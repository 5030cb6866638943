import { expect, it } from 'vitest';

import { logprobOf, traceLogits } from './trace.ts';
import fc, { examples } from '../../../tests/property.ts';

it('gives logprob, rank, entropy and alternatives of softmax', () => {
	const p = [0.1, 0.6, 0.3];
	const trace = traceLogits(Float32Array.from(p, Math.log), 2, 2);
	expect(trace.logprob).toBeCloseTo(Math.log(0.3), 6);
	expect(trace.rank).toBe(2);
	expect(trace.entropy).toBeCloseTo(-p.reduce((sum, q) => sum + q * Math.log(q), 0), 6);
	expect(trace.alternatives.map(({ id }) => id)).toEqual([1, 2]);
	expect(trace.alternatives[0]?.logprob).toBeCloseTo(Math.log(0.6), 6);
});

it('agrees with a plain computation for any logits', () => {
	const logits = fc.array(
		fc.oneof(fc.double({ min: -800, max: 800, noNaN: true }), fc.constantFrom(-Infinity, 0, 1)),
		{ minLength: 1, maxLength: 50 }
	);
	fc.assert(
		fc.property(logits, fc.nat(49), fc.nat(8), (values, index, alternativeCount) => {
			fc.pre(values.some((value) => value > -Infinity));
			const x = Float32Array.from(values);
			const id = index % values.length;
			const trace = traceLogits(x, id, alternativeCount);

			const max = Math.max(...x);
			const z = x.reduce((sum, logit) => sum + Math.exp(logit - max), 0);
			const logprobs = Array.from(x, (logit) => logit - max - Math.log(z));
			const order = Array.from(x, (logit, i) => ({ id: i, logit })).sort((a, b) =>
				a.logit === b.logit ? a.id - b.id : b.logit - a.logit
			);
			const entropy = logprobs.reduce(
				(sum, l) => (l === -Infinity ? sum : sum - Math.exp(l) * l),
				0
			);

			expect(trace.logprob).toBeCloseTo(logprobs[id] ?? NaN, 9);
			expect(logprobOf(x, id)).toBe(trace.logprob);
			expect(trace.entropy).toBeCloseTo(entropy, 9);
			expect(trace.entropy).toBeGreaterThanOrEqual(0);
			expect(trace.rank).toBe(1 + order.findIndex((entry) => entry.id === id));
			const possible = order.filter(({ logit }) => logit > -Infinity);
			expect(trace.alternatives.map((entry) => entry.id)).toEqual(
				possible.slice(0, alternativeCount).map((entry) => entry.id)
			);
		}),
		{ numRuns: examples(300) }
	);
});

it('is certain when one token is possible', () => {
	expect(traceLogits(Float32Array.of(-Infinity, 5), 1, 3)).toEqual({
		logprob: 0,
		rank: 1,
		entropy: 0,
		alternatives: [{ id: 1, logprob: 0 }]
	});
});

it('puts a token that the model rules out at −Infinity', () => {
	expect(traceLogits(Float32Array.of(-Infinity, 5, 4), 0, 0)).toMatchObject({
		logprob: -Infinity,
		rank: 3
	});
});

it.each([
	['NaN', Float32Array.of(1, NaN)],
	['+Infinity', Float32Array.of(Infinity, 1)],
	['nothing but −Infinity', Float32Array.of(-Infinity)]
])('refuses %s', (_name, logits) => {
	expect(() => traceLogits(logits, 0, 0)).toThrow(
		expect.objectContaining({ code: 'engine-failed' })
	);
});
