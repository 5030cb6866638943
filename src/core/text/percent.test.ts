import fc from '../../../tests/property.ts';
import { expect, test } from 'vitest';
import { decodePercent, encodePercent } from './percent.ts';

const codeUnits = fc
	.array(fc.integer({ min: 0, max: 0xffff }))
	.map((units) => String.fromCharCode(...units));

test('text that is no percent-encoding stays as it is', () => {
	for (const text of ['100%', '%', '%zz', '%e0%a4%a', '%ff'])
		expect(decodePercent(text)).toBe(text);
	expect(decodePercent('refs%2Fpr%2f1')).toBe('refs/pr/1');
	expect(decodePercent('%E2%82%AC and 5%')).toBe('€ and 5%');
	expect(decodePercent('%41%ff%42')).toBe('%41%ff%42');
	expect(decodePercent('%41x%42')).toBe('AxB');
});

test('whatever is encoded is decoded to itself, but for halves of pairs', () => {
	fc.assert(
		fc.property(codeUnits, (text) => {
			const wellFormed = text.replace(/\p{Surrogate}/gu, '\ufffd');
			expect(decodePercent(encodePercent(text))).toBe(wellFormed);
		})
	);
	expect(encodePercent('a\ud800b')).toBe('a%EF%BF%BDb');
	expect(encodePercent('\ud800\ud800')).toBe('%EF%BF%BD%EF%BF%BD');
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
