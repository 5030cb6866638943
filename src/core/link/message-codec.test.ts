import { describe, expect, test } from 'vitest';

import { AppError } from '../errors.ts';
import {
	count,
	decimal,
	digest,
	entries,
	field,
	list,
	message,
	oneOf,
	real,
	shortDigest,
	text,
	time,
	tokenIds,
	type Codec
} from './message-codec.ts';

function detailsOf(work: () => unknown): unknown {
	try {
		return work();
	} catch (error) {
		if (error instanceof AppError) return error.details;
		throw error;
	}
}

/** The bytes of a message whose only field has this value; no field is left out. */
function bytesOf(codec: Codec, value: unknown): number[] {
	return [...message([field(1, 'x', codec, Symbol('nothing'))]).encode({ x: value })];
}

function valueOf(codec: Codec, bytes: readonly number[]): unknown {
	return message([field(1, 'x', codec, null)]).decode(Uint8Array.from(bytes))['x'];
}

const HEX = 'ab'.repeat(32);

test.each<[string, Codec, unknown, readonly number[]]>([
	['a number', count, 300, [0x08, 0xac, 2]],
	['a seed', decimal, '18446744073709551615', [0x08, ...Array<number>(9).fill(0xff), 1]],
	['a real number', real, 1.5, [0x09, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f]],
	['a text', text, '\uFEFFé', [0x0a, 5, 0xef, 0xbb, 0xbf, 0xc3, 0xa9]],
	['a digest', digest, `sha256:${HEX}`, [0x0a, 32, ...Array<number>(32).fill(0xab)]],
	['a short digest', shortDigest, '0aff', [0x0a, 2, 0x0a, 0xff]],
	['a time', time, '1970-01-01T00:00:00.300Z', [0x08, 0xac, 2]],
	['a word', oneOf(['one', 'two']), 'two', [0x08, 1]],
	['token ids', tokenIds(2), [5, 300], [0x0a, 3, 5, 0xac, 2]],
	['a pair', entries(text, count), { key: 'a', value: 7 }, [0x0a, 5, 0x0a, 1, 0x61, 0x10, 7]],
	['a pair of what is left out', entries(count, text), { key: 0, value: '' }, [0x0a, 0]]
])('%s goes over the wire and comes back', (_name, codec, value, bytes) => {
	expect(bytesOf(codec, value)).toEqual(bytes);
	expect(valueOf(codec, bytes)).toEqual(value);
});

test('what makes no sense is refused or brought into range', () => {
	expect(detailsOf(() => valueOf(text, [0x0a, 1, 0xff]))).toMatchObject({
		problem: 'a text is not UTF-8'
	});
	expect(detailsOf(() => valueOf(tokenIds(2), [0x0a, 3, 1, 2, 3]))).toMatchObject({
		problem: 'too many tokens'
	});
	expect(valueOf(oneOf(['one']), [0x08, 1])).toBeUndefined();
	const late = [0x08, ...Array<number>(7).fill(0xff), 0x0f];
	expect(valueOf(time, late)).toBe('9999-12-31T23:59:59.999Z');
});

describe('a message', () => {
	const inner = message([field(1, 'a', count, 0)]);
	const outer = message([
		field(1, 'name', text, ''),
		list(2, 'items', inner, 2),
		field(3, 'inner', inner, null),
		field(4, 'ids', tokenIds(9), [])
	]);
	const EMPTY = { name: '', items: [], inner: null, ids: [] };

	test('leaves out what has its default, and takes the default where nothing is', () => {
		expect(outer.encode(EMPTY)).toHaveLength(0);
		expect(outer.decode(new Uint8Array(0))).toEqual(EMPTY);
		expect([...outer.encode({ ...EMPTY, items: [{ a: 0 }, { a: 5 }] })]).toEqual([
			...[0x12, 0],
			...[0x12, 2, 0x08, 5]
		]);
	});

	test('may have its fields in any order, with others between those of a list', () => {
		const bytes = Uint8Array.of(0x12, 0, 0x1a, 2, 0x08, 1, 0x12, 2, 0x08, 5, 0x0a, 1, 0x61);
		expect(outer.decode(bytes)).toEqual({
			name: 'a',
			items: [{ a: 0 }, { a: 5 }],
			inner: { a: 1 },
			ids: []
		});
	});

	test('has each field once, and no more entries than its list may have', () => {
		const refused = (...bytes: number[]) => detailsOf(() => outer.decode(Uint8Array.from(bytes)));
		expect(refused(0x0a, 0, 0x0a, 0)).toEqual({ problem: 'a field comes twice', path: 'name' });
		expect(refused(0x12, 0, 0x12, 0, 0x12, 0)).toEqual({
			problem: 'too many entries',
			path: 'items'
		});
		expect(refused(0x28, 1)).toEqual({ problem: 'unknown field 5', path: '' });
		expect(refused(0x08, 1)).toEqual({ problem: 'unknown field 1', path: '' });
	});

	test('tells the names and numbers of all its fields', () => {
		const a = { name: 'a', number: 1 };
		expect(outer.allFields()).toEqual([
			{ name: 'name', number: 1 },
			{ name: 'items', number: 2 },
			a,
			{ name: 'inner', number: 3 },
			a,
			{ name: 'ids', number: 4 }
		]);
	});
});
