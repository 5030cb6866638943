/**
 * Philox4x32-10: a counter-based random generator. The same counter and key always give the same
 * four words, on every machine, without any state in between.
 *
 * @see Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC'11.
 */

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9; // golden ratio
const WEYL_1 = 0xbb67ae85; // sqrt(3) - 1
const ROUNDS = 10;

/**
 * High 32 bits of the unsigned 64-bit product, as a signed 32-bit integer: `Math.imul` gives only
 * the low ones. Everything stays in 32-bit integers, which is what makes the sampler fast.
 */
function multiplyHigh(a: number, b: number): number {
	const aLow = a & 0xffff;
	const aHigh = a >>> 16;
	const bLow = b & 0xffff;
	const bHigh = b >>> 16;
	const middle = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0;
	const carry = ((middle & 0xffff) + Math.imul(aLow, bHigh)) | 0;
	return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (carry >>> 16)) | 0;
}

/**
 * Writes the four output words for (counter, key) into `out`.
 *
 * @param out four unsigned 32-bit words, overwritten
 * @param c0 c1 c2 c3 the counter's words, lowest first
 * @param k0 k1 the key's words, lowest first
 */
export function philox4x32(
	out: Uint32Array,
	c0: number,
	c1: number,
	c2: number,
	c3: number,
	k0: number,
	k1: number
): void {
	for (let round = 0; round < ROUNDS; round++) {
		const high0 = multiplyHigh(c0, MULTIPLIER_0);
		const low0 = Math.imul(c0, MULTIPLIER_0);
		const high1 = multiplyHigh(c2, MULTIPLIER_1);
		const low1 = Math.imul(c2, MULTIPLIER_1);
		c0 = high1 ^ c1 ^ k0;
		c1 = low1;
		c2 = high0 ^ c3 ^ k1;
		c3 = low0;
		k0 = (k0 + WEYL_0) | 0;
		k1 = (k1 + WEYL_1) | 0;
	}
	out[0] = c0;
	out[1] = c1;
	out[2] = c2;
	out[3] = c3;
}
