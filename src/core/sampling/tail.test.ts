import { describe, expect, it } from 'vitest';

import { exp } from './exp-ln.ts';
import { keptIndex } from './kept-logits.ts';
import { gumbel } from './noise.ts';
import { measureTail, TAIL_SIZE, tailMassAt } from './tail.ts';

const HALF = TAIL_SIZE / 2;

/** Whatever is not named is outside. */
function tailOf(logits: Float32Array, ...kept: number[]) {
	return measureTail(
		logits,
		Uint8Array.from(logits, (_, id) => (kept.includes(id) ? 1 : 0))
	);
}

describe('what is not kept', () => {
	it('is counted and weighed by how far it lies below the largest of it', () => {
		const logits = Float32Array.of(5, 3, 2.875, -Infinity, 1, 2.75, -40, -100);
		const tail = tailOf(logits, 0);
		const weights = [1, exp(-0.125), exp(-2), exp(-0.25), exp(-43), exp(-103)];
		expect(tail?.floor).toBe(3);
		expect(tail?.mass).toBeCloseTo(
			weights.reduce((sum, weight) => sum + weight, 0),
			12
		);
		const counts = new Array<number>(HALF).fill(0);
		Object.assign(counts, { 0: 2, 1: 1, 8: 1, [HALF - 1]: 2 });
		expect([...(tail?.buckets.subarray(0, HALF) ?? [])]).toEqual(counts);
		const masses = [...(tail?.buckets.subarray(HALF) ?? [])];
		expect(masses[0]).toBeCloseTo(1 + exp(-0.125), 6);
		expect(masses[1]).toBeCloseTo(exp(-0.25), 6);
		expect(masses[8]).toBeCloseTo(exp(-2), 6);
		expect(masses[HALF - 1]).toBeGreaterThan(0);
		expect(masses.filter((mass) => mass > 0)).toHaveLength(4);
	});

	it('is nothing where every possible token is kept', () => {
		expect(tailOf(Float32Array.of(1, 2, -Infinity), 0, 1)).toBeNull();
		expect(tailOf(Float32Array.of(1, 2), 0, 1)).toBeNull();
		expect(tailOf(Float32Array.of(1, 2), 1)?.floor).toBe(1);
	});
});

describe('the mass outside at another temperature', () => {
	const logits = Float32Array.from({ length: 3000 }, (_, id) => 3 * gumbel(2n, 0, id));
	const massAt = (temperature: number, floor: number) =>
		logits.reduce((sum, logit) => sum + exp((logit - floor) / temperature), 0);

	it('is known exactly at temperature 1', () => {
		const tail = tailOf(logits);
		if (tail === null) throw new Error('no tail');
		expect(tailMassAt(tail, 1)).toEqual({ low: tail.mass, high: tail.mass });
	});

	it.each([
		[0.1, 1.3],
		[0.5, 1.01],
		[0.99, 1.01],
		[1.01, 1.01],
		[2, 1.01],
		[10, 1.02]
	])('lies at %d between bounds that differ by a factor of %d at most', (temperature, most) => {
		const tail = tailOf(logits);
		if (tail === null) throw new Error('no tail');
		const { low, high } = tailMassAt(tail, temperature);
		const mass = massAt(temperature, tail.floor);
		expect(low).toBeLessThanOrEqual(mass);
		expect(high).toBeGreaterThanOrEqual(mass);
		expect(high / low).toBeLessThan(most);
	});

	it('is that of its tokens where all of a bucket are alike, but for the room for rounding', () => {
		const alike = Float32Array.of(2, 2, 2, 1.75);
		for (const temperature of [0.5, 2]) {
			const tail = tailOf(alike);
			if (tail === null) throw new Error('no tail');
			const { low, high } = tailMassAt(tail, temperature);
			const mass = 3 + exp(-0.25 / temperature);
			expect(Math.abs(low / mass - 1)).toBeLessThan(2e-6);
			expect(Math.abs(high / mass - 1)).toBeLessThan(2e-6);
		}
	});

	it('takes what lies very deep for something between nothing and the last bucket’s top', () => {
		const tail = tailOf(Float32Array.of(0, -32, -700));
		if (tail === null) throw new Error('no tail');
		const { low, high } = tailMassAt(tail, 10);
		expect(low).toBeGreaterThanOrEqual(1 - 2e-6);
		expect(low).toBeLessThanOrEqual(1 + exp(-3.2) + exp(-70));
		expect(high).toBeGreaterThanOrEqual(1 + exp(-3.2) + exp(-70));
		expect(high).toBeLessThan(1 + 2 * exp(-3.1));
	});
});

it('kept tokens are found by their ids, and others are not', () => {
	for (const ids of [[], [4], [4, 7], [0, 4, 7, 9, 200]]) {
		const kept = {
			ids: Uint32Array.from(ids),
			logits: new Float32Array(ids.length),
			tail: null,
			vocabularySize: 300
		};
		for (let id = 0; id < 300; id++) expect(keptIndex(kept, id)).toBe(ids.indexOf(id));
	}
});
