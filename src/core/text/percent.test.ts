import fc from '../../../tests/property.ts';
import { expect, test } from 'vitest';
import { decodePercent, encodePercent } from './percent.ts';

const codeUnits = fc
	.array(fc.integer({ min: 0, max: 0xffff }))
	.map((units) => String.fromCharCode(...units));

test('text that is no percent-encoding stays as it is', () => {
	for (const text of ['100%', '%', '%zz', '%e0%a4%a', '%ff'])
		expect(decodePercent(text)).toBe(text);
	expect(decodePercent('refs%2Fpr%2F1')).toBe('refs/pr/1');
});

test('whatever is encoded is decoded to itself, but for halves of pairs', () => {
	fc.assert(
		fc.property(codeUnits, (text) => {
			const wellFormed = text.replace(/\p{Surrogate}/gu, '\ufffd');
			expect(decodePercent(encodePercent(text))).toBe(wellFormed);
		})
	);
	expect(encodePercent('a\ud800b')).toBe('a%EF%BF%BDb');
});

test('neither ever throws', () => {
	fc.assert(
		fc.property(codeUnits, (text) => {
			encodePercent(text);
			decodePercent(text);
			decodePercent(`%${text}`);
		})
	);
});
