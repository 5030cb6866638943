import { describe, expect, it } from 'vitest';

import { exp, ln } from './exp-ln.ts';
import fc, { examples } from '../../../tests/property.ts';

/** Distance in units of the last place of `expected`. */
function ulps(actual: number, expected: number): number {
	if (Object.is(actual, expected)) return 0;
	const view = new DataView(new ArrayBuffer(8));
	view.setFloat64(0, Math.abs(expected));
	const exponent = Math.max(1, view.getUint16(0) >>> 4);
	// 2^(exponent − 1075) may be subnormal, so the difference is scaled instead of the unit.
	return (Math.abs(actual - expected) * 2 ** 537) / 2 ** (exponent - 1075 + 537);
}

// Math.exp and Math.log are themselves off by up to one ulp in some engines.
const TOLERANCE_ULPS = 1.01;

describe('exp', () => {
	it('is right at the edges', () => {
		expect(exp(0)).toBe(1);
		expect(exp(-0)).toBe(1);
		expect(exp(Infinity)).toBe(Infinity);
		expect(exp(-Infinity)).toBe(0);
		expect(exp(NaN)).toBeNaN();
		expect(exp(709.782712893384)).toBe(1.7976931348622732e308);
		expect(exp(709.7827128933841)).toBe(Infinity);
		expect(exp(-745.1332191019411)).toBe(5e-324);
		expect(exp(-745.1332191019412)).toBe(0);
	});

	it('agrees with Math.exp to the last place, down to subnormal results', () => {
		fc.assert(
			fc.property(fc.double({ min: -745.2, max: 709.8, noNaN: true }), (x) => {
				expect(ulps(exp(x), Math.exp(x))).toBeLessThan(TOLERANCE_ULPS);
			}),
			{ numRuns: examples(3000) }
		);
	});

	it('agrees with Math.exp on a fine grid around the reduction borders', () => {
		for (const centre of [0, 0.34657359, -0.34657359, 1.03972, -1.03972, 708.4, -708.4, -745]) {
			for (let i = -200; i <= 200; i++) {
				const x = centre + i * 1e-3;
				expect(ulps(exp(x), Math.exp(x))).toBeLessThan(TOLERANCE_ULPS);
			}
		}
	});
});

describe('ln', () => {
	it('is right at the edges', () => {
		expect(ln(1)).toBe(0);
		expect(ln(0)).toBe(-Infinity);
		expect(ln(-0)).toBe(-Infinity);
		expect(ln(Infinity)).toBe(Infinity);
		expect(ln(-1)).toBeNaN();
		expect(ln(-Infinity)).toBeNaN();
		expect(ln(NaN)).toBeNaN();
		expect(ln(5e-324)).toBe(-744.4400719213812);
		expect(ln(Number.MAX_VALUE)).toBe(709.782712893384);
	});

	it('agrees with Math.log to the last place on every magnitude, subnormal ones too', () => {
		fc.assert(
			fc.property(fc.double({ min: 0, minExcluded: true, noNaN: true }), (x) => {
				expect(ulps(ln(x), Math.log(x))).toBeLessThan(TOLERANCE_ULPS);
			}),
			{ numRuns: examples(3000) }
		);
	});

	it('agrees with Math.log close to 1, where the result is small', () => {
		for (let i = -300; i <= 300; i++) {
			for (const step of [1e-3, 1e-6, 1e-9, 2 ** -52]) {
				const x = 1 + i * step;
				expect(ulps(ln(x), Math.log(x))).toBeLessThan(TOLERANCE_ULPS);
			}
		}
	});

	it('undoes exp', () => {
		for (let x = -700; x <= 700; x += 0.37) expect(ln(exp(x))).toBeCloseTo(x, 12);
	});
});

it('uses none of the functions that browsers may implement as they like', async () => {
	const { readFile } = await import('node:fs/promises');
	for (const file of ['exp-ln', 'noise', 'philox', 'candidates', 'penalties', 'sampler', 'trace']) {
		const source = await readFile(new URL(`./${file}.ts`, import.meta.url), 'utf8');
		const code = source.replace(/\/\*[^]*?\*\/|\/\/.*/g, '');
		expect(code).not.toMatch(/Math\.(exp|expm1|log|log1p|log2|log10|pow|random)\b|\*\*/);
	}
});
