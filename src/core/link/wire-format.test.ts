import { describe, expect, test } from 'vitest';

import { AppError } from '../errors.ts';
import { malformed, WireReader, WireWriter } from './wire-format.ts';

function written(write: (writer: WireWriter) => void): number[] {
	const writer = new WireWriter();
	write(writer);
	return [...writer.finish()];
}

const reader = (...bytes: number[]) => new WireReader(Uint8Array.from(bytes));

function problemOf(work: () => unknown): unknown {
	try {
		return work();
	} catch (error) {
		if (error instanceof AppError) return error.details['problem'];
		throw error;
	}
}

const TOO_EARLY = 'it ends too early';
const TOO_LARGE = 'a number is too large';

/** Seven bits a byte, lowest first, as protobuf's guide writes them. */
const VARINTS: readonly (readonly [bigint, readonly number[]])[] = [
	[0n, [0]],
	[1n, [1]],
	[127n, [127]],
	[128n, [0x80, 1]],
	[150n, [0x96, 1]],
	[300n, [0xac, 2]],
	[2n ** 32n - 1n, [0xff, 0xff, 0xff, 0xff, 0x0f]],
	[2n ** 49n - 1n, [...Array<number>(6).fill(0xff), 0x7f]],
	[2n ** 49n, [...Array<number>(7).fill(0x80), 1]],
	[2n ** 53n - 1n, [...Array<number>(7).fill(0xff), 0x0f]]
];

describe('a varint', () => {
	test.each(VARINTS)('of %s is %j', (value, bytes) => {
		expect(written((writer) => writer.varint(value))).toEqual(bytes);
		expect(written((writer) => writer.varint(Number(value)))).toEqual(bytes);
		expect(reader(...bytes).varint()).toBe(Number(value));
		expect(reader(...bytes).bigVarint()).toBe(value);
	});

	test('may have 64 bits where it is read as such, and else no more than a number holds', () => {
		const most = [...Array<number>(9).fill(0xff), 1];
		expect(written((writer) => writer.varint(2n ** 64n - 1n))).toEqual(most);
		expect(reader(...most).bigVarint()).toBe(2n ** 64n - 1n);
		expect(problemOf(() => reader(...most).varint())).toBe(TOO_LARGE);
		const beyond = [...Array<number>(7).fill(0x80), 0x10];
		expect(problemOf(() => reader(...beyond).varint())).toBe(TOO_LARGE);
		expect(reader(...beyond).bigVarint()).toBe(2n ** 53n);
	});

	test('never has more than 64 bits, nor more than ten bytes', () => {
		const wide = [...Array<number>(9).fill(0xff), 2];
		expect(problemOf(() => reader(...wide).bigVarint())).toBe(TOO_LARGE);
		expect(problemOf(() => reader(...Array<number>(10).fill(0x80), 0).bigVarint())).toBe(TOO_LARGE);
		expect(problemOf(() => reader(...Array<number>(10).fill(0x80), 0).varint())).toBe(TOO_LARGE);
	});

	test('is not read beyond the end', () => {
		expect(problemOf(() => reader().varint())).toBe(TOO_EARLY);
		expect(problemOf(() => reader(0x80).varint())).toBe(TOO_EARLY);
		expect(problemOf(() => reader(0x80).bigVarint())).toBe(TOO_EARLY);
	});

	test('is followed by what comes next', () => {
		const bytes = reader(0x96, 1, ...Array<number>(7).fill(0x80), 1, 5);
		expect([bytes.varint(), bytes.varint(), bytes.varint()]).toEqual([150, 2 ** 49, 5]);
		expect(bytes.done).toBe(true);
	});
});

describe('other fields', () => {
	test('doubles are eight bytes, little-endian', () => {
		const bytes = [0, 0, 0, 0, 0, 0, 0xf8, 0x3f];
		expect(written((writer) => writer.double(1.5))).toEqual(bytes);
		const found = reader(7, ...bytes, 9);
		expect([found.varint(), found.double(), found.varint()]).toEqual([7, 1.5, 9]);
		expect(problemOf(() => reader(...bytes.slice(1)).double())).toBe(TOO_EARLY);
	});

	test('bytes come after their length', () => {
		expect(written((writer) => writer.delimited(Uint8Array.of(7, 8)))).toEqual([2, 7, 8]);
		const found = reader(2, 7, 8, 9);
		expect([...found.delimited()]).toEqual([7, 8]);
		expect(found.done).toBe(false);
		expect(found.varint()).toBe(9);
		expect(problemOf(() => reader(3, 7, 8).delimited())).toBe(TOO_EARLY);
	});

	test('a tag is a field’s number and what follows', () => {
		expect(written((writer) => writer.tag(16, 2))).toEqual([0x82, 1]);
		expect(reader(0x82, 1).tag()).toEqual({ fieldNumber: 16, wireType: 2 });
		expect(reader(0x0f).tag()).toEqual({ fieldNumber: 1, wireType: 7 });
	});

	test('however long they are, nothing of them is lost', () => {
		const long = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
		for (const before of [0, 254, 255, 256, 257]) {
			const bytes = written((writer) => {
				for (let i = 0; i < before; i++) writer.varint(1);
				writer.delimited(long);
				writer.varint(2);
			});
			expect(bytes).toEqual([...Array<number>(before).fill(1), 0xe8, 7, ...long, 2]);
		}
	});
});

test('what is wrong is said with its place, and not at any length', () => {
	const long = 'x'.repeat(400);
	expect(malformed('is wrong', 'a.b')).toMatchObject({
		code: 'link-malformed',
		message: 'a.b: is wrong',
		details: { problem: 'is wrong', path: 'a.b' }
	});
	expect(malformed('is wrong')).toMatchObject({
		message: 'is wrong',
		details: { problem: 'is wrong', path: '' }
	});
	expect(malformed(long, long).details).toEqual({
		problem: long.slice(0, 300),
		path: long.slice(0, 300)
	});
});
