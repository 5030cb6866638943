import { createHash } from 'node:crypto';
import { endianness } from 'node:os';

import { describe, expect, it } from 'vitest';

import { LogitsDigest, littleEndianBytes } from './logits-digest.ts';
import { compareByCodePoint, modelDigest } from './model-digest.ts';
import { Sha256Stream, sha256Hex, sha256Text } from './sha256.ts';
import fc, { examples } from '../../../tests/property.ts';

function nodeSha256(...parts: (string | Uint8Array)[]): string {
	const hash = createHash('sha256');
	for (const part of parts) hash.update(part);
	return hash.digest('hex');
}

describe('SHA-256', () => {
	it('gives the known answers', () => {
		expect(sha256Hex(new Uint8Array(0))).toMatch(/^e3b0c44298fc1c14/);
		expect(sha256Text('abc')).toBe(
			'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
		);
	});

	it('is the same in pieces, and a stream can be read before its end', () => {
		fc.assert(
			fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 6 }), (pieces) => {
				const stream = new Sha256Stream();
				pieces.forEach((piece, i) => {
					stream.update(piece);
					expect(stream.hex()).toBe(nodeSha256(...pieces.slice(0, i + 1)));
				});
				expect(stream.hex()).toBe(nodeSha256(...pieces));
			}),
			{ numRuns: examples(50) }
		);
	});
});

describe('model digest', () => {
	const file = (name: string, digest: string = sha256Text(name)) => ({ name, digest });

	it('is the SHA-256 of the raw digests in the order of names, whatever order they come in', () => {
		const expected = nodeSha256(
			...['a', 'b/c', 'b0'].map((name) => Buffer.from(nodeSha256(name), 'hex'))
		);
		expect(modelDigest([file('b0'), file('b/c'), file('a')])).toBe(`sha256:${expected}`);
		expect(modelDigest([file('a'), file('b0'), file('b/c')])).toBe(`sha256:${expected}`);
	});

	it('orders names by code point, not by UTF-16 unit', () => {
		expect(['\u{1F331}', '\uFF5E', 'a', 'ab'].sort(compareByCodePoint)).toEqual([
			'a',
			'ab',
			'\uFF5E',
			'\u{1F331}'
		]);
	});

	it('orders names as their UTF-8 bytes are ordered', () => {
		// Every code point but the halves of pairs, most of them within 16 bits. (The library's own arbitrary for this
		// makes a table of all of Unicode first, which takes longer than the test.)
		const codePoint = fc.oneof(
			fc.integer({ min: 0, max: 0xd7ff }),
			fc.integer({ min: 0xe000, max: 0xffff }),
			fc.integer({ min: 0x10000, max: 0x10ffff })
		);
		const name = fc
			.array(codePoint, { maxLength: 5 })
			.map((points) => String.fromCodePoint(...points));
		fc.assert(
			fc.property(name, name, (a, b) => {
				const byBytes = Buffer.compare(Buffer.from(a), Buffer.from(b));
				expect(Math.sign(compareByCodePoint(a, b))).toBe(byBytes);
			})
		);
	});

	it('puts a name before those that it begins, and tells equal ones', () => {
		expect(compareByCodePoint('ab', 'a')).toBeGreaterThan(0);
		expect(compareByCodePoint('a', 'ab')).toBeLessThan(0);
		// A missing character is no character 0.
		expect(compareByCodePoint('a', 'a\0')).toBeLessThan(0);
		expect(compareByCodePoint('ab', 'ab')).toBe(0);
	});

	it('names the file that it refuses', () => {
		const refusalOf = (resources: Parameters<typeof modelDigest>[0]): unknown => {
			try {
				return modelDigest(resources);
			} catch (error) {
				return error;
			}
		};
		expect(refusalOf([file('b'), file('a'), file('b')])).toMatchObject({
			code: 'model-invalid',
			details: { name: 'b' }
		});
		const hex = nodeSha256('c');
		for (const digest of [`sha256:${hex}0`, ` sha256:${hex}`, hex, `sha256:${hex.toUpperCase()}`]) {
			expect(refusalOf([file('c', digest)])).toMatchObject({
				code: 'model-invalid',
				details: { name: 'c', digest }
			});
		}
	});

	it.each([
		['two files of one name', [file('a'), file('b'), file('a')]],
		['no file', []],
		['a malformed digest', [file('a', 'sha256:00')]]
	])('refuses %s', (_name, resources) => {
		expect(() => modelDigest(resources)).toThrow(
			expect.objectContaining({ code: 'model-invalid' })
		);
	});
});

describe('logits digest', () => {
	const logits = Float32Array.of(1, -2.5, -Infinity, 1e-45);

	it('hashes little-endian float32, also on a host that stores them the other way round', () => {
		const bytes = Buffer.alloc(16);
		logits.forEach((value, i) => bytes.writeFloatLE(value, i * 4));
		expect(Buffer.from(littleEndianBytes(logits))).toEqual(bytes);
		expect(Buffer.from(littleEndianBytes(logits, false))).toEqual(bytes);
		expect(new LogitsDigest().add(logits)).toBe(nodeSha256(bytes).slice(0, 16));
	});

	it('copies nothing where the host stores them so', () => {
		expect(littleEndianBytes(logits, true).buffer).toBe(logits.buffer);
		expect(littleEndianBytes(logits, false).buffer).not.toBe(logits.buffer);
		expect(littleEndianBytes(logits).buffer === logits.buffer).toBe(endianness() === 'LE');
	});

	it('reads only its own part of a larger buffer', () => {
		const larger = Float32Array.of(9, ...logits, 9);
		expect(new LogitsDigest().add(larger.subarray(1, 5))).toBe(new LogitsDigest().add(logits));
	});

	it('covers all positions, in order', () => {
		const other = Float32Array.of(3);
		const digest = new LogitsDigest();
		digest.add(logits);
		digest.add(other);
		const parts = [logits, other].map((part) =>
			Buffer.from(nodeSha256(littleEndianBytes(part)), 'hex')
		);
		expect(digest.finish()).toBe(`sha256:${nodeSha256(...parts)}`);
	});
});
