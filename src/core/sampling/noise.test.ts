import { expect, it } from 'vitest';

import vectors from '../../../tests/fixtures/sampler-1.json' with { type: 'json' };
import { gumbel, gumbelFromUniform, uniform, uniformFromWords } from './noise.ts';
import { philox4x32 } from './philox.ts';

function words(hex: readonly string[]): [number, number, number, number] {
	const [a = 0, b = 0, c = 0, d = 0] = hex.map((word) => parseInt(word, 16));
	return [a, b, c, d];
}

it.each(vectors.philox4x32_10)('Philox gives the known answer for key $key', (vector) => {
	const out = new Uint32Array(4);
	const [k0, k1] = words(vector.key);
	philox4x32(out, ...words(vector.counter), k0, k1);
	expect([...out]).toEqual(words(vector.output));
});

it.each(vectors.noise)(
	'noise agrees with the reference: seed $seed, position $position, token $tokenId',
	(vector) => {
		const { position, tokenId } = vector;
		expect(uniform(BigInt(vector.seed), position, tokenId)).toBe(vector.uniform);
		const value = gumbel(BigInt(vector.seed), position, tokenId);
		expect(Math.abs(value - vector.gumbel)).toBeLessThanOrEqual(1e-9 * Math.abs(vector.gumbel));
	}
);

it('stays strictly between 0 and 1, so that the noise is finite', () => {
	const least = uniformFromWords(0, 0);
	const most = uniformFromWords(0xffffffff, 0xffffffff);
	expect(least).toBe(2 ** -53);
	expect(most).toBe(1 - 2 ** -53);
	expect(gumbelFromUniform(least)).toBeCloseTo(-3.6038, 3);
	expect(gumbelFromUniform(most)).toBeCloseTo(36.7368, 3);
});

it("looks Gumbel: mean is Euler's constant, variance π²/6", () => {
	const size = 20_000;
	const values = Array.from({ length: size }, (_, i) => gumbel(7n, i % 100, Math.floor(i / 100)));
	const mean = values.reduce((sum, value) => sum + value, 0) / size;
	const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / size;
	expect(mean).toBeCloseTo(0.5772, 1);
	expect(Math.abs(variance - 1.6449)).toBeLessThan(0.1);
});
