import { describe, expect, it } from 'vitest';
import { LogitsDigest } from '#core/digest/logits-digest.ts';
import { fastSha256 } from './fast-sha256.ts';
import fc, { examples } from '../../tests/property.ts';

/** Around the lengths at which bytes are cut: 64 a block, 16 KiB a piece; then real vocabularies. */
const LENGTHS = [0, 1, 13, 14, 15, 16, 17, 1_280, 4_095, 4_096, 4_097, 32_000, 50_257, 152_064];

const SPECIAL = Float32Array.of(NaN, -0, 0, Infinity, -Infinity, 1e-45, 3.4e38);

/** Any bits, so also NaNs of every kind; digests tell all of them apart. */
function anyBits(length: number, seed: number): Float32Array {
	const bits = new Uint32Array(length);
	let state = seed | 0;
	for (let i = 0; i < length; i++) {
		state = (Math.imul(state, 1664525) + 1013904223) | 0;
		bits[i] = state ^ (state >>> 15);
	}
	return new Float32Array(bits.buffer);
}

/** Position by position, and over all of them. */
function digestsOf(digest: LogitsDigest, positions: readonly Float32Array[]): string[] {
	return [...positions.map((logits) => digest.add(logits)), digest.finish()];
}

async function expectSame(positions: readonly Float32Array[]): Promise<void> {
	const fast = digestsOf(new LogitsDigest(await fastSha256()), positions);
	expect(fast).toEqual(digestsOf(new LogitsDigest(), positions));
}

describe('SHA-256 in WebAssembly', () => {
	it.each(LENGTHS)('gives the bits of plain JavaScript at %i logits', async (length) => {
		const logits = anyBits(length, length + 1);
		const special = logits.slice();
		special.set(SPECIAL.subarray(0, length));
		await expectSame([logits, special, logits]);
	});

	it('gives them at any length, for any bits, wherever in a buffer', async () => {
		const position = fc.record({
			length: fc.oneof(fc.nat(200), fc.nat(10_000)),
			offset: fc.nat(5),
			seed: fc.integer()
		});
		await fc.assert(
			fc.asyncProperty(fc.array(position, { maxLength: 5 }), async (positions) => {
				await expectSame(
					positions.map(({ length, offset, seed }) =>
						anyBits(length + offset, seed).subarray(offset)
					)
				);
			}),
			{ numRuns: examples(60) }
		);
	});

	it('gives each NaN, and each zero, a digest of its own, as plain JavaScript does', async () => {
		const bits = [0x7fc00000, 0x7fc00001, 0xffc00000, 0x7f800001, 0x00000000, 0x80000000];
		const positions = bits.map((each) => new Float32Array(Uint32Array.of(each).buffer));
		await expectSame(positions);
		const digest = new LogitsDigest(await fastSha256());
		expect(new Set(positions.map((each) => digest.add(each))).size).toBe(bits.length);
	});

	it('serves runs that take turns', async () => {
		const sha256 = await fastSha256();
		const [first, second] = [new LogitsDigest(sha256), new LogitsDigest(sha256)];
		const plain = [new LogitsDigest(), new LogitsDigest()];
		for (let i = 0; i < 4; i++) {
			expect(first.add(anyBits(50, i))).toBe(plain[0]?.add(anyBits(50, i)));
			expect(second.add(anyBits(70, -i))).toBe(plain[1]?.add(anyBits(70, -i)));
		}
		expect([first.finish(), second.finish()]).toEqual(plain.map((each) => each.finish()));
	});

	it('leaves the bytes as they are, and gives an array of its own each time', async () => {
		const sha256 = await fastSha256();
		const bytes = Uint8Array.from({ length: 100 }, (_, i) => i);
		const before = bytes.slice();
		const digest = sha256(bytes);
		const kept = digest.slice();
		sha256(new Uint8Array(3));
		expect(bytes).toEqual(before);
		expect(digest).toEqual(kept);
	});
});
