import { describe, expect, it } from 'vitest';

import { StreamingText } from './streaming-text.ts';
import fc, { examples } from '../../../tests/property.ts';

/** A byte-level tokenizer: a token id is up to three bytes. */
function tokenize(bytes: Uint8Array, sizes: readonly number[]): number[] {
	const ids: number[] = [];
	for (let i = 0, n = 0; i < bytes.length; n++) {
		const size = sizes[n % sizes.length] ?? 1;
		ids.push([...bytes.subarray(i, i + size)].reduce((id, byte) => id * 256 + byte, 1));
		i += size;
	}
	return ids;
}

function decode(ids: readonly number[]): string {
	const bytes: number[] = [];
	for (const id of ids) {
		const own: number[] = [];
		for (let rest = id; rest > 1; rest = Math.floor(rest / 256)) own.unshift(rest % 256);
		bytes.push(...own);
	}
	return new TextDecoder().decode(Uint8Array.from([0x61, ...bytes])).slice(1);
}

const sizes = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 5 });

/** Nobody can tell a U+FFFD at the end of a text from a character that is not complete yet. */
const wholeText = fc
	.string({ unit: 'grapheme', maxLength: 60 })
	.filter((text) => !text.endsWith('\uFFFD'));

describe('pieces', () => {
	it('join to the full decode of any text, however its bytes are cut', () => {
		fc.assert(
			fc.property(wholeText, sizes, (text, cut) => {
				const streaming = new StreamingText(decode, []);
				let joined = '';
				for (const id of tokenize(new TextEncoder().encode(text), cut))
					joined += streaming.add(id).piece;
				expect(joined).toBe(text);
				expect(streaming.text).toBe(text);
			}),
			{ numRuns: examples(200) }
		);
	});

	it('join to the full decode of any bytes, but for an incomplete end', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 120 }), sizes, (bytes, cut) => {
				const ids = tokenize(bytes, cut);
				const streaming = new StreamingText(decode, []);
				let joined = '';
				for (const id of ids) joined += streaming.add(id).piece;
				const full = decode(ids);
				expect(full.startsWith(joined)).toBe(true);
				expect(full.slice(joined.length)).toMatch(/^\uFFFD{0,3}$/);
				expect(streaming.text).toBe(joined);
			}),
			{ numRuns: examples(200) }
		);
	});

	it('hold an incomplete character back until it is complete', () => {
		const streaming = new StreamingText(decode, []);
		const ids = tokenize(new TextEncoder().encode('🌱!'), [1]);
		expect(ids.map((id) => streaming.add(id).piece)).toEqual(['', '', '', '🌱', '!']);
	});

	it('keep leading spaces that a tokenizer strips at the start of what it decodes', () => {
		const words = ['The', ' fox', ' ran', ' off'];
		const strip = (ids: readonly number[]) =>
			ids
				.map((id) => words[id])
				.join('')
				.trimStart();
		const streaming = new StreamingText(strip, []);
		for (let i = 0; i < 100; i++) streaming.add(i % 4);
		expect(streaming.text).toBe('The fox ran off'.repeat(25));
	});

	it('are right where one incomplete character makes a whole row of bytes unreadable', () => {
		const row = (ids: readonly number[]) => {
			try {
				return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(ids));
			} catch {
				return '\uFFFD'.repeat(ids.length);
			}
		};
		const bytes = (text: string) => [...new TextEncoder().encode(text)];
		const streaming = new StreamingText(row, []);
		expect(bytes('aé🌱b').map((byte) => streaming.add(byte).piece)).toEqual([
			...['a', '', 'é', '', '', '', '🌱', 'b']
		]);
		const long = new StreamingText(row, []);
		for (const byte of bytes('Zwölf Boxkämpfer 🌱🌱🌱 é'.repeat(5))) long.add(byte);
		expect(long.text).toBe('Zwölf Boxkämpfer 🌱🌱🌱 é'.repeat(5));
	});

	it('are given out once, though what was decoded before is decoded again otherwise', () => {
		// The last token takes back what the one before was taken for.
		const texts = ['a', 'ab', 'a\uFFFD', 'abc'];
		const streaming = new StreamingText((ids) => texts[ids.length - 1] ?? '', []);
		expect([0, 0, 0, 0].map((id) => streaming.add(id).piece)).toEqual(['a', 'b', '', 'c']);
	});

	it('cost a few decoded tokens each, even for bytes that never become characters', () => {
		for (const byte of [0x61, 0x80, 0xf0]) {
			let decoded = 0;
			const counting = (ids: readonly number[]) => {
				decoded += ids.length;
				return decode(ids);
			};
			const streaming = new StreamingText(counting, ['never']);
			for (let i = 0; i < 2000; i++) streaming.add(256 + byte);
			expect(decoded).toBeLessThan(2000 * 20);
		}
	});
});

describe('stop sequences', () => {
	function run(pieces: readonly string[], stops: readonly string[]) {
		const streaming = new StreamingText((ids) => ids.map((id) => pieces[id]).join(''), stops);
		for (const [id] of pieces.entries()) {
			const { stopped } = streaming.add(id);
			if (stopped !== null) return { text: streaming.text, stopped, tokens: id + 1 };
		}
		return { text: streaming.text, stopped: null, tokens: pieces.length };
	}

	it('are found across tokens, and the text ends before them', () => {
		expect(run(['One', ' E', 'N', 'D', ' more'], ['END'])).toEqual({
			text: 'One ',
			stopped: 'END',
			tokens: 4
		});
	});

	it('are found in the middle of a token', () => {
		expect(run(['a\nUser: b'], ['\nUser:'])).toMatchObject({ text: 'a', stopped: '\nUser:' });
	});

	it('are found where they are complete first, the longest if several end together', () => {
		expect(run(['xabcd'], ['bcd', 'abc'])).toMatchObject({ text: 'x', stopped: 'abc' });
		expect(run(['xabc'], ['c', 'bc', 'abc'])).toMatchObject({ text: 'x', stopped: 'abc' });
	});

	it('do not depend on where tokens begin', () => {
		const text = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 20 });
		const stops = fc.array(
			fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 4 }),
			{ maxLength: 3 }
		);
		fc.assert(
			fc.property(
				text,
				stops,
				fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1 }),
				(whole, sequences, cut) => {
					const pieces: string[] = [];
					for (let i = 0, n = 0; i < whole.length; i += cut[n++ % cut.length] ?? 1) {
						pieces.push(whole.slice(i, i + (cut[n % cut.length] ?? 1)));
					}
					const { text: got, stopped } = run(pieces, sequences);
					const single = run(Array.from(whole), sequences);
					expect({ got, stopped }).toEqual({ got: single.text, stopped: single.stopped });
				}
			),
			{ numRuns: examples(300) }
		);
	});

	it('are no part of the text, though a piece may hold them and what follows', () => {
		const streaming = new StreamingText((ids) => 'One END two'.repeat(ids.length), ['END', 'two']);
		expect(streaming.add(0)).toEqual({ piece: 'One END two', stopped: 'END' });
		expect(streaming.text).toBe('One ');
	});

	it('are found though others are not, and nothing else is taken for them', () => {
		expect(run(['a', 'b', 'c', 'd'], ['xyz', 'cd'])).toEqual({
			text: 'ab',
			stopped: 'cd',
			tokens: 4
		});
		expect(run(['a', 'b', 'c', 'e'], ['abcd', 'bd'])).toEqual({
			text: 'abce',
			stopped: null,
			tokens: 4
		});
	});

	it('end it for good: later tokens add nothing', () => {
		const streaming = new StreamingText(() => 'stop', ['stop']);
		streaming.add(0);
		expect(streaming.add(0)).toEqual({ piece: '', stopped: 'stop' });
		expect(streaming.text).toBe('');
	});
});
