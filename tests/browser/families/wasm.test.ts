/** Every family and layout on the CPU. */
import { expect, test } from 'vitest';
import { FULL_PRECISION_FILES, HALF_PRECISION_FILES, liveThrough } from './whole-life.ts';

test.for([...FULL_PRECISION_FILES, ...HALF_PRECISION_FILES])(
	'%s, %s: gives the float64 logits, writes, saves, regrows, verifies',
	async ([family, file]) => {
		await liveThrough(family, file, 'wasm', 12);
		expect.hasAssertions();
	}
);
