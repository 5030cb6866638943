import { describe, expect, it } from 'vitest';

import vectors from '../../../tests/fixtures/sampler-1.json' with { type: 'json' };
import type { SamplingSettings } from '../run-file/schema.ts';
import { Explainer } from './explain.ts';
import { KEPT_WHOLE, keptIndex, type KeptLogits } from './kept-logits.ts';
import { batchBuffers, unpackBatch } from './kept-batch.ts';
import { LogitsKeeper } from './logits-keeper.ts';
import { gumbel } from './noise.ts';
import { RunSampler } from './sampler.ts';
import { measureTail } from './tail.ts';
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

/** The `top` largest logits and the token that was written, as the keeper keeps large vocabularies. */
function keepTop(logits: Float32Array, top: number, tokenId: number): KeptLogits {
	const order = Array.from(logits, (logit, id) => ({ logit, id }))
		.filter(({ logit }) => logit > -Infinity)
		.sort((a, b) => b.logit - a.logit || a.id - b.id);
	const chosen = new Set([...order.slice(0, top).map(({ id }) => id), tokenId]);
	const ids = Uint32Array.from(chosen).sort();
	const isKept = Uint8Array.from(logits, (_, id) => (chosen.has(id) ? 1 : 0));
	return {
		ids,
		logits: Float32Array.from(ids, (id) => logits[id] ?? NaN),
		tail: measureTail(logits, isKept),
		vocabularySize: logits.length
	};
}

function keepWhole(logits: Float32Array): KeptLogits {
	const ids = Uint32Array.from(logits, (_, id) => id);
	return { ids, logits, tail: null, vocabularySize: logits.length };
}

interface Situation {
	readonly settings: SamplingSettings;
	readonly seed: bigint;
	readonly prompt: readonly number[];
	readonly output: readonly number[];
}

function samplerAt({ settings, seed, prompt, output }: Situation): RunSampler {
	const sampler = new RunSampler({ settings, seed, promptTokenIds: prompt });
	for (const id of output) sampler.accept(id);
	return sampler;
}

function explainerAt({ settings, seed, prompt, output }: Situation): Explainer {
	const explainer = new Explainer({ settings, seed, promptTokenIds: prompt });
	for (const id of output) explainer.accept(id);
	return explainer;
}

const anyId = fc.nat(79);
const anySituation: fc.Arbitrary<Situation> = fc.record({
	settings: fc.record({
		temperature: fc.constantFrom(0, 0.1, 0.7, 1, 1.6, 5),
		top_k: fc.constantFrom(0, 0, 1, 3, 10, 30, 1000),
		top_p: fc.constantFrom(1, 1, 0.999, 0.9, 0.5, 1e-9),
		min_p: fc.constantFrom(0, 0, 0.05, 0.5, 1),
		repetition_penalty: fc.constantFrom(1, 1, 1.3, 0.7),
		presence_penalty: fc.constantFrom(0, 0, 1, -1),
		frequency_penalty: fc.constantFrom(0, 0, 0.5, -0.5),
		logit_bias: fc.oneof(
			fc.constant({}),
			fc.dictionary(anyId.map(String), fc.constantFrom(-100, -2, 3, 50), { maxKeys: 3 })
		)
	}),
	seed: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
	prompt: fc.array(anyId, { maxLength: 8 }),
	output: fc.array(anyId, { maxLength: 8 })
});

const anyLogits = fc
	.oneof(
		fc.array(fc.constantFrom(-2, -1, 0, 0.5, 3, -Infinity), { minLength: 2, maxLength: 80 }),
		fc.array(fc.double({ min: -8, max: 8, noNaN: true }), { minLength: 2, maxLength: 80 }),
		fc.array(fc.double({ min: -200, max: 200, noNaN: true }), { minLength: 2, maxLength: 80 })
	)
	.filter((values) => values.some((value) => value > -Infinity))
	.map((values) => Float32Array.from(values));

describe('with the whole vocabulary kept', () => {
	it.each(vectors.cases.map((vector, index) => ({ index, vector })))(
		'reference case $index has the sampler’s winner, margin and kept tokens',
		({ vector }) => {
			const logits = Float32Array.from(vector.logits, (logit) => logit ?? -Infinity);
			const { params: settings, promptTokenIds: prompt, generatedTokenIds: output } = vector;
			const explainer = explainerAt({ settings, seed: BigInt(vector.seed), prompt, output });
			const { draw, scores } = explainer.explain(keepWhole(logits));
			expect(draw.tokenId).toBe(vector.tokenId);
			expect(draw.isExact).toBe(true);
			if (vector.margin === null) expect(draw.margin).toBeNull();
			else expect(Math.abs((draw.margin ?? NaN) - vector.margin)).toBeLessThanOrEqual(1e-9);
			const left = [...scores.keys()].filter((id) => (scores[id] ?? 0) > -Infinity);
			expect(left).toEqual(vector.keptTokenIds);
		}
	);

	it('agrees with the sampler for any logits, settings and history', () => {
		fc.assert(
			fc.property(anyLogits, anySituation, (logits, situation) => {
				const sampler = samplerAt(situation);
				const { draw, scores } = explainerAt(situation).explain(keepWhole(logits));
				const { margin, tokenId } = sampler.draw(logits);
				expect(draw).toEqual({ tokenId, margin, isExact: true });
				const best = Math.max(...scores);
				expect(scores.indexOf(best)).toBe(tokenId);
				expect(best - sampler.judge(logits, tokenId).bestScore).toBe(0);
			}),
			{ numRuns: examples(500) }
		);
	});

	it('gives the probabilities of a plain float64 softmax after each step', () => {
		fc.assert(
			fc.property(anyLogits, anySituation, (logits, situation) => {
				fc.pre(situation.settings.temperature > 0);
				const { settings } = situation;
				const { steps, scaled } = explainerAt(situation).explain(keepWhole(logits));
				const plain = (x: number[]) => {
					const max = Math.max(...x);
					const sum = x.reduce((total, value) => total + Math.exp(value - max), 0);
					return x.map((value) => Math.exp(value - max) / sum);
				};
				const check = (kind: string, x: number[]) => {
					const found = steps.find((step) => step.kind === kind);
					plain(x).forEach((p, id) => {
						expect(Math.abs((found?.probabilities[id] ?? NaN) - p)).toBeLessThanOrEqual(1e-12);
					});
				};
				const seen = new Set([...situation.prompt, ...situation.output]);
				const raw = [...logits];
				const penalized = raw.map((logit, id) => {
					const r = settings.repetition_penalty;
					const x = !seen.has(id) ? logit : logit > 0 ? logit / r : logit * r;
					const count = situation.output.filter((other) => other === id).length;
					if (count === 0) return x;
					return x - (settings.frequency_penalty * count + settings.presence_penalty);
				});
				const biased = penalized.map((x, id) => x + (settings.logit_bias[id] ?? 0));
				check('raw', raw);
				check('penalties', penalized);
				check('bias', biased);
				check(
					'temperature',
					biased.map((x) => x / settings.temperature)
				);
				check('min_p', [...scaled]);
			}),
			{ numRuns: examples(300) }
		);
	});
});

describe('the steps', () => {
	const ALL = ['raw', 'penalties', 'bias', 'temperature', 'top_k', 'top_p', 'min_p'];
	const stepsWith = (settings: Partial<SamplingSettings>) =>
		explainerAt({ settings: { ...OFF, ...settings }, seed: 1n, prompt: [1], output: [2] }).explain(
			keepWhole(Float32Array.of(3, 2, 1, 0, -Infinity))
		).steps;
	const active = (settings: Partial<SamplingSettings>) =>
		stepsWith(settings).flatMap(({ kind, isActive }) => (isActive ? [kind] : []));

	it('come in the sampler’s order, each with whether the settings switch it on', () => {
		expect(stepsWith({}).map(({ kind }) => kind)).toEqual(ALL);
		expect(active({})).toEqual(['raw']);
		expect(active({ repetition_penalty: 1.1 })).toEqual(['raw', 'penalties']);
		expect(active({ presence_penalty: 1 })).toEqual(['raw', 'penalties']);
		expect(active({ frequency_penalty: 1 })).toEqual(['raw', 'penalties']);
		expect(active({ logit_bias: { '0': 1 } })).toEqual(['raw', 'bias']);
		expect(active({ temperature: 2 })).toEqual(['raw', 'temperature']);
		expect(active({ top_k: 1 })).toEqual(['raw', 'top_k']);
		expect(active({ top_p: 0.9 })).toEqual(['raw', 'top_p']);
		expect(active({ min_p: 0.1 })).toEqual(['raw', 'min_p']);
	});

	it('say how many tokens are left after each', () => {
		const settings = { temperature: 0.5, top_k: 3, top_p: 0.9, min_p: 0.5 };
		expect(stepsWith(settings).map(({ left }) => left)).toEqual([4, 4, 4, 4, 3, 2, 1]);
	});

	it('end with one token where nothing is drawn', () => {
		const steps = stepsWith({ temperature: 0, top_k: 2, top_p: 0.5, min_p: 0.5 });
		expect(steps.map(({ kind, isActive, left }) => [kind, isActive, left])).toEqual([
			['raw', true, 4],
			['penalties', false, 4],
			['bias', false, 4],
			['temperature', true, 1],
			['top_k', false, 1],
			['top_p', false, 1],
			['min_p', false, 1]
		]);
		expect([...(steps.at(-1)?.probabilities ?? [])]).toEqual([1, 0, 0, 0, 0]);
		for (const { outside } of steps) expect(outside).toEqual({ low: 0, high: 0 });
	});

	it('tell the noise of the tokens that are left, and none where nothing is drawn', () => {
		const at = { seed: 1n, prompt: [], output: [7] };
		const kept = keepWhole(Float32Array.of(3, 2, 1));
		const drawn = explainerAt({ ...at, settings: { ...OFF, top_k: 2 } }).explain(kept);
		expect([...drawn.noise]).toEqual([gumbel(1n, 1, 0), gumbel(1n, 1, 1), 0]);
		expect([...drawn.scaled]).toEqual([3, 2, -Infinity]);
		expect([...drawn.scores]).toEqual([3 + gumbel(1n, 1, 0), 2 + gumbel(1n, 1, 1), -Infinity]);
		const greedy = explainerAt({ ...at, settings: { ...OFF, temperature: 0 } }).explain(kept);
		expect([...greedy.noise]).toEqual([0, 0, 0]);
		expect([...greedy.scores]).toEqual([3, -Infinity, -Infinity]);
		expect(greedy.draw).toEqual({ tokenId: 0, margin: 1, isExact: true });
	});

	it('are those of the position that was reached', () => {
		const explainer = explainerAt({ settings: OFF, seed: 1n, prompt: [], output: [7, 8] });
		expect(explainer.position).toBe(2);
	});
});

describe('with only the largest logits kept', () => {
	it('never claims a winner that is not the sampler’s', () => {
		let claims = 0;
		let cases = 0;
		fc.assert(
			fc.property(anyLogits, anySituation, fc.nat(20), (logits, situation, top) => {
				const { tokenId } = samplerAt(situation).draw(logits);
				const written = situation.seed % 2n === 0n ? tokenId : 0;
				const kept = keepTop(logits, 1 + top, written);
				const { draw } = explainerAt(situation).explain(kept);
				cases++;
				if (!draw.isExact) return;
				claims++;
				expect(draw.tokenId).toBe(tokenId);
			}),
			{ numRuns: examples(4000) }
		);
		expect(claims).toBeGreaterThan(cases / 3);
	});

	it('bounds the share of what was not kept, and knows it exactly in the raw distribution', () => {
		fc.assert(
			fc.property(anyLogits, anySituation, fc.nat(20), (logits, situation, top) => {
				fc.pre(situation.settings.temperature > 0);
				const kept = keepTop(logits, 1 + top, 0);
				const part = explainerAt(situation).explain(kept).steps;
				const whole = explainerAt(situation).explain(keepWhole(logits)).steps;
				for (const kind of ['raw', 'penalties', 'bias', 'temperature'] as const) {
					const { outside } = part.find((step) => step.kind === kind) ?? { outside: null };
					const all = whole.find((step) => step.kind === kind)?.probabilities ?? [];
					const share = [...all].reduce(
						(sum, p, id) => (keptIndex(kept, id) === -1 ? sum + p : sum),
						0
					);
					expect(outside?.low).toBeLessThanOrEqual(share + 1e-9);
					expect(outside?.high).toBeGreaterThanOrEqual(share - 1e-9);
					if (kind === 'raw') expect(Math.abs((outside?.low ?? NaN) - share)).toBeLessThan(1e-12);
				}
			}),
			{ numRuns: examples(500) }
		);
	});

	it('knows that what was kept has no share left where a bias pushes it out of sight', () => {
		const situation = {
			settings: { ...OFF, temperature: 0.1, logit_bias: { '0': -100 } },
			seed: 0n,
			prompt: [],
			output: []
		};
		const kept = keepTop(Float32Array.of(0, 0), 1, 0);
		const last = explainerAt(situation).explain(kept).steps.at(-1);
		expect(last?.outside).toEqual({ low: 1, high: 1 });
		expect([...(last?.probabilities ?? [])]).toEqual([0]);
	});

	/** Logits like a language model's, at a vocabulary of 50,000. */
	const large = Float32Array.from(
		{ length: 50_000 },
		(_, id) => 1.6 * gumbel(11n, 0, id) - 4 + (id % 997 === 0 ? 9 : 0)
	);
	const draws = (settings: Partial<SamplingSettings>, seed: bigint) => {
		const situation = { settings: { ...OFF, ...settings }, seed, prompt: [1], output: [2, 3] };
		const drawn = samplerAt(situation).draw(large).tokenId;
		const keeper = new LogitsKeeper(1e9);
		keeper.add(large, 5);
		const [kept] = unpackBatch(keeper.take());
		if (kept == null) throw new Error('nothing was kept');
		expect(kept.ids).toHaveLength(257);
		const { draw, steps } = explainerAt(situation).explain(kept);
		return { drawn, draw, steps };
	};

	it.each([
		['greedy', { temperature: 0 }],
		['top-k', { top_k: 40, top_p: 0.95 }],
		['min-p', { min_p: 0.05 }],
		['a cold nucleus', { temperature: 0.7, top_p: 0.9 }]
	])('is exact under %s at a vocabulary of 50,000', (_name, settings) => {
		for (let seed = 0n; seed < 20n; seed++) {
			const { drawn, draw } = draws(settings, seed);
			expect(draw).toMatchObject({ tokenId: drawn, isExact: true });
		}
	});

	it('says so when a token outside could have won by its noise', () => {
		let missed = 0;
		for (let seed = 0n; seed < 40n; seed++) {
			const { drawn, draw } = draws({ temperature: 1.5 }, seed);
			if (draw.tokenId === drawn) continue;
			missed++;
			expect(draw.isExact).toBe(false);
		}
		expect(missed).toBeGreaterThan(0);
	});

	it('keeps the share outside within a hundredth at high temperature', () => {
		const { steps } = draws({ temperature: 2 }, 1n);
		const { outside } = steps.find(({ kind }) => kind === 'temperature') ?? { outside: null };
		expect(outside?.high ?? NaN).toBeGreaterThan(0.1);
		expect((outside?.high ?? NaN) - (outside?.low ?? NaN)).toBeLessThan(0.01);
	});
});

describe('the keeper', () => {
	it('keeps small vocabularies whole', () => {
		const logits = Float32Array.from({ length: KEPT_WHOLE }, (_, id) => Math.sin(id));
		logits[7] = -Infinity;
		const keeper = new LogitsKeeper(1e9);
		keeper.add(logits, 3);
		keeper.add(
			logits.map((x) => -x),
			3
		);
		const batch = keeper.take();
		expect(batchBuffers(batch)).toHaveLength(2);
		const [first, second] = unpackBatch(batch);
		expect(first?.logits).toEqual(logits);
		expect(second?.logits[1]).toBe(-(logits[1] ?? NaN));
		expect(first?.tail).toBeNull();
	});

	it('keeps of large ones the largest, the written one, and a summary of the rest', () => {
		const logits = Float32Array.from({ length: 20_000 }, (_, id) => gumbel(5n, 0, id));
		const keeper = new LogitsKeeper(1e9);
		keeper.add(logits, 19_999);
		keeper.add(logits, 1);
		const batch = keeper.take();
		const [first, second] = unpackBatch(batch);
		expect(first).toEqual(keepTop(logits, 256, 19_999));
		expect(second).toEqual(keepTop(logits, 256, 1));
		expect(unpackBatch(keeper.take())).toEqual([]);
	});

	it('stops at its limit, and says where', () => {
		const keeper = new LogitsKeeper(2 * 4 * 100);
		const logits = new Float32Array(100);
		for (let i = 0; i < 4; i++) keeper.add(logits, 0);
		expect(unpackBatch(keeper.take()).map((kept) => kept !== null)).toEqual([
			true,
			true,
			false,
			false
		]);
	});
});
