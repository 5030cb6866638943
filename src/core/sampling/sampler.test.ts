import { describe, expect, it } from 'vitest';

import vectors from '../../../tests/fixtures/sampler-1.json' with { type: 'json' };
import type { SamplingSettings } from '../run-file/schema.ts';
import { exp } from './exp-ln.ts';
import { gumbel } from './noise.ts';
import { RunSampler } from './sampler.ts';
import fc, { examples } from '../../../tests/property.ts';

const OFF: SamplingSettings = {
	temperature: 1,
	top_k: 0,
	top_p: 1,
	min_p: 0,
	repetition_penalty: 1,
	presence_penalty: 0,
	frequency_penalty: 0,
	logit_bias: {}
};

function sampler(settings: Partial<SamplingSettings> = {}, seed = 1n): RunSampler {
	return new RunSampler({ settings: { ...OFF, ...settings }, seed, promptTokenIds: [] });
}

describe('reference vectors', () => {
	it('number as many as the reference has', () => {
		expect(vectors.cases).toHaveLength(49);
	});

	it.each(vectors.cases.map((vector, index) => ({ index, vector })))(
		'case $index is drawn as by the reference',
		({ vector }) => {
			const logits = Float32Array.from(vector.logits, (logit) => logit ?? -Infinity);
			const { params, promptTokenIds } = vector;
			const bias = Object.entries(params.logit_bias);
			const settings = { ...params, logit_bias: Object.fromEntries(bias) };
			const run = new RunSampler({ settings, seed: BigInt(vector.seed), promptTokenIds });
			for (const id of vector.generatedTokenIds) run.accept(id);

			const draw = run.draw(logits);
			expect(draw.tokenId).toBe(vector.tokenId);
			if (vector.margin === null) expect(draw.margin).toBeNull();
			else expect(Math.abs((draw.margin ?? NaN) - vector.margin)).toBeLessThanOrEqual(1e-9);
			expect(run.keptTokenIds(logits)).toEqual(vector.keptTokenIds);
		}
	);
});

/** The specification, read literally and slowly. */
function reference(
	logits: readonly number[],
	settings: SamplingSettings,
	seed: bigint,
	position: number
) {
	let kept = logits
		.map((logit, id) => ({ id, x: Math.fround(logit) / settings.temperature }))
		.filter(({ x }) => x !== -Infinity)
		.sort((a, b) => b.x - a.x || a.id - b.id);
	if (settings.top_k > 0) kept = kept.slice(0, settings.top_k);
	const max = kept[0]?.x ?? NaN;
	if (settings.top_p < 1) {
		const inIdOrder = [...kept].sort((a, b) => a.id - b.id);
		const target = settings.top_p * inIdOrder.reduce((sum, { x }) => sum + exp(x - max), 0);
		let mass = 0;
		const end = kept.findIndex(({ x }) => (mass += exp(x - max)) >= target);
		if (end !== -1) kept = kept.slice(0, end + 1);
	}
	kept = kept.filter(({ x }) => exp(x - max) >= settings.min_p);
	const scored = kept
		.map(({ id, x }) => ({ id, score: x + gumbel(seed, position, id) }))
		.sort((a, b) => b.score - a.score || a.id - b.id);
	const [best, second] = scored;
	return {
		tokenId: best?.id,
		margin: best && second ? best.score - second.score : null,
		kept: kept.map(({ id }) => id).sort((a, b) => a - b)
	};
}

const anyLogits = fc.oneof(
	// few distinct values: ties everywhere
	fc.array(fc.constantFrom(-2, -1, 0, 0.5, 3, -Infinity), { minLength: 1, maxLength: 60 }),
	fc.array(fc.double({ min: -40, max: 40, noNaN: true }), { minLength: 1, maxLength: 60 }),
	fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 20 })
);

const anySettings = fc.record({
	temperature: fc.constantFrom(0.1, 0.7, 1, 1.3, 5),
	top_k: fc.constantFrom(0, 0, 1, 3, 10, 59, 1000),
	top_p: fc.constantFrom(1, 1, 0.999999, 0.9, 0.5, 1e-9),
	min_p: fc.constantFrom(0, 0, 0.05, 0.5, 1)
});

describe('draw', () => {
	it('does what the specification says, for any logits and filters', () => {
		fc.assert(
			fc.property(
				anyLogits,
				anySettings,
				fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
				fc.nat(50),
				(values, filters, seed, position) => {
					fc.pre(values.some((value) => value > -Infinity));
					const settings = { ...OFF, ...filters };
					const logits = Float32Array.from(values);
					const run = sampler(filters, seed);
					for (let i = 0; i < position; i++) run.accept(0);
					const expected = reference(values, settings, seed, position);
					expect(run.draw(logits)).toEqual({ tokenId: expected.tokenId, margin: expected.margin });
					expect(run.keptTokenIds(logits)).toEqual(expected.kept);
				}
			),
			{ numRuns: examples(400) }
		);
	});

	it('does so for vocabularies large enough for the histogram', () => {
		const values = Array.from({ length: 5000 }, (_, id) => gumbel(3n, 0, id) * 2);
		for (const filters of [
			{},
			{ top_p: 0.9 },
			{ top_p: 0.3 },
			{ top_p: 0.9999999 },
			{ top_k: 3000 },
			{ top_k: 2000, top_p: 0.95 },
			{ min_p: 0.01 }
		]) {
			const expected = reference(values, { ...OFF, ...filters }, 5n, 0);
			const run = sampler(filters, 5n);
			const logits = Float32Array.from(values);
			expect(run.draw(logits)).toEqual({ tokenId: expected.tokenId, margin: expected.margin });
			expect(run.keptTokenIds(logits)).toEqual(expected.kept);
		}
	});

	it('leaves the logits as they are', () => {
		const logits = Float32Array.of(1, 2, 3);
		sampler({ top_k: 1, repetition_penalty: 2, logit_bias: { '0': 9 } }).draw(logits);
		expect([...logits]).toEqual([1, 2, 3]);
	});

	it('draws tokens as often as softmax says', () => {
		const run = sampler();
		const counts = [0, 0, 0];
		const logits = Float32Array.of(Math.log(0.6), Math.log(0.3), Math.log(0.1));
		for (let i = 0; i < 5000; i++) {
			const { tokenId } = run.draw(logits);
			counts[tokenId] = (counts[tokenId] ?? 0) + 1;
			run.accept(tokenId);
		}
		expect((counts[0] ?? 0) / 5000).toBeCloseTo(0.6, 1);
		expect((counts[2] ?? 0) / 5000).toBeCloseTo(0.1, 1);
	});

	it('counts positions by accepted tokens, drawn or not', () => {
		const run = sampler();
		const logits = Float32Array.of(0, 0);
		run.draw(logits);
		expect(run.position).toBe(0);
		run.accept(1);
		run.accept(7);
		expect(run.position).toBe(2);
	});

	it('has no margin when only one token is possible', () => {
		const logits = Float32Array.of(-Infinity, 4, -Infinity);
		expect(sampler().draw(logits)).toEqual({ tokenId: 1, margin: null });
		expect(sampler({ temperature: 0 }).draw(logits)).toEqual({ tokenId: 1, margin: null });
	});

	it('ignores bias and penalties for tokens that the model does not have', () => {
		const run = new RunSampler({
			settings: {
				...OFF,
				temperature: 0,
				repetition_penalty: 2,
				presence_penalty: 1,
				logit_bias: { '99': 100 }
			},
			seed: 0n,
			promptTokenIds: [50]
		});
		run.accept(60);
		expect(run.draw(Float32Array.of(1, 2)).tokenId).toBe(1);
	});

	it.each([
		['NaN', Float32Array.of(1, NaN)],
		['+Infinity', Float32Array.of(1, Infinity)],
		['nothing but −Infinity', Float32Array.of(-Infinity, -Infinity)],
		['no logits', new Float32Array(0)]
	])('refuses %s at any temperature', (_name, logits) => {
		for (const temperature of [0, 1]) {
			const draw = () => sampler({ temperature }).draw(logits);
			expect(draw).toThrow(expect.objectContaining({ code: 'engine-failed' }));
		}
	});
});

describe('judge', () => {
	it('gives the draw itself no shortfall and every other token a positive one', () => {
		fc.assert(
			fc.property(
				anyLogits,
				anySettings,
				fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
				(values, filters, seed) => {
					fc.pre(values.some((value) => value > -Infinity));
					const run = sampler(filters, seed);
					const logits = Float32Array.from(values);
					const kept = new Set(run.keptTokenIds(logits));
					values.forEach((_value, id) => {
						const { draw, score, bestScore, shortfall } = run.judge(logits, id);
						if (id === draw.tokenId) expect(score).toBe(bestScore);
						else expect(shortfall).toBeGreaterThanOrEqual(draw.margin ?? Infinity);
						if (!kept.has(id)) expect(score).toBe(-Infinity);
					});
				}
			),
			{ numRuns: examples(60) }
		);
	});

	it('measures in logits at temperature 0', () => {
		const judgement = sampler({ temperature: 0 }).judge(Float32Array.of(1, 3, 2.5), 2);
		expect(judgement).toEqual({
			draw: { tokenId: 1, margin: 0.5 },
			score: 2.5,
			bestScore: 3,
			shortfall: 0.5
		});
	});

	it('gives a token that the model does not have the score −Infinity', () => {
		expect(sampler().judge(Float32Array.of(1, 3), 9).shortfall).toBe(Infinity);
		expect(sampler({ temperature: 0 }).judge(Float32Array.of(1, 3), 9).shortfall).toBe(Infinity);
	});
});
