import { expect, test } from 'vitest';
import { threadsThatKeepBits } from './thread-limit.ts';

const most = (n: number, k: number, wanted = 4) =>
	threadsThatKeepBits(wanted, [{ n, k }], undefined);

/**
 * As measured with the runtime's WebAssembly build: `MatMulNBits` alone, 4 bits in blocks of 32, on 1 to
 * 4 threads, passes of 1 to 200 rows. The number is the last one up to which all had the same bits.
 */
test.each([
	[64, 128, 4],
	[64, 896, 1],
	[128, 128, 4],
	[128, 384, 1],
	[128, 896, 1],
	[192, 576, 2],
	[256, 640, 3],
	[320, 640, 4],
	[336, 640, 4],
	[512, 1024, 4],
	[896, 896, 4],
	[896, 4864, 4],
	[4864, 896, 4],
	[1000, 3000, 4]
])('%i columns of %i terms: up to %i threads give the bits of one', (n, k, threads) => {
	expect(most(n, k)).toBe(threads);
});

test('the narrowest product of a graph decides', () => {
	const products = [
		{ n: 4864, k: 896 },
		{ n: 192, k: 576 },
		{ n: 256, k: 640 }
	];
	expect(threadsThatKeepBits(4, products, undefined)).toBe(2);
});

test('one head is never shared out', () => {
	expect(threadsThatKeepBits(8, [], 4)).toBe(4);
	expect(threadsThatKeepBits(2, [], 4)).toBe(2);
	expect(threadsThatKeepBits(8, [], undefined)).toBe(8);
});
