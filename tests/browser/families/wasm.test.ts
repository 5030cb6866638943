/** Every family and layout on the CPU. */
import { expect, test } from 'vitest';
import { HALF_PRECISION_FILES, KINDS_OF_FILES, liveThrough, MORE_FILES } from './whole-life.ts';

test.for([...KINDS_OF_FILES, ...MORE_FILES, ...HALF_PRECISION_FILES])(
	'%s, %s: gives the float64 logits, writes, saves, regrows, verifies',
	async ([family, file]) => {
		await liveThrough(family, file, 'wasm', 12);
		expect.hasAssertions();
	}
);
