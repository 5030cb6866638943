/** The sampler's noise: a pure function of seed, position and token id; no state, no history. */
import { ln } from './exp-ln.ts';
import { philox4x32 } from './philox.ts';

const words = new Uint32Array(4);

/**
 * A number in (0, 1) from 64 random bits, of which it keeps 52 and half a step.
 *
 * @param high low unsigned 32-bit words
 * @returns (high·2^20 + floor(low / 2^12) + 0.5) / 2^52, exactly
 */
export function uniformFromWords(high: number, low: number): number {
	return (high * 0x100000 + (low >>> 12) + 0.5) * 2.220446049250313e-16; // 2^-52
}

/**
 * The uniform number of a token, from the Philox words that it shares with its neighbour.
 *
 * @param words the four words for counter `tokenId >>> 1`
 */
export function uniformOf(words: Uint32Array, tokenId: number): number {
	const half = (tokenId & 1) * 2;
	return uniformFromWords(words[half] ?? 0, words[half + 1] ?? 0);
}

/** Standard Gumbel noise from a uniform number: −ln(−ln u), in nats, about −3.6 to 36.7. */
export function gumbelFromUniform(u: number): number {
	return -ln(-ln(u));
}

/** The two 32-bit halves of a seed, low one first: Philox's key. */
export function seedKey(seed: bigint): readonly [low: number, high: number] {
	return [Number(seed & 0xffff_ffffn), Number((seed >> 32n) & 0xffff_ffffn)];
}

/**
 * The uniform number that belongs to one token at one position.
 *
 * @param seed 0 to 2^64 − 1
 * @param position index among the generated tokens, from 0
 * @param tokenId from 0; one Philox call serves an even id and the odd one after it
 * @returns in (0, 1), a multiple of 2^-53
 */
export function uniform(seed: bigint, position: number, tokenId: number): number {
	const [low, high] = seedKey(seed);
	philox4x32(words, tokenId >>> 1, position, 0, 0, low, high);
	return uniformOf(words, tokenId);
}

/** The Gumbel noise, in nats, that is added to one token's logit at one position; see `uniform`. */
export function gumbel(seed: bigint, position: number, tokenId: number): number {
	return gumbelFromUniform(uniform(seed, position, tokenId));
}
