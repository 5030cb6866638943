import { expect, test } from 'vitest';
import { pairwiseSum } from './pairwise-sum.ts';

const values = Array.from({ length: 1000 }, (_, i) => 1 / (i * i + 3) + i * 1e-3);

// np.sum of the first so many of them, by NumPy 2.
test.each([
	[0, 0.0],
	[1, 0.3333333333333333],
	[7, 0.9445106998264893],
	[8, 0.9707414690572586],
	[9, 0.993666842191587],
	[20, 1.2124636413247258],
	[127, 9.066695806671856],
	[128, 9.193757795265956],
	[129, 9.321818819248382],
	[300, 45.92026155207536],
	[1000, 500.57259991075]
] as const)('the sum of %d numbers has the bits of NumPy', (count, sum) => {
	expect(pairwiseSum(values.slice(0, count))).toBe(sum);
});
