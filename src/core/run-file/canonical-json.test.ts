import { describe, expect, it } from 'vitest';

import { canonicalJson } from './canonical-json.ts';
import fc, { examples } from '../../../tests/property.ts';

describe('RFC 8785', () => {
	it('writes the example of section 3.2.2 as section 3.2.3 shows', () => {
		const value: unknown = JSON.parse(`{
			"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
			"string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
			"literals": [null, true, false]
		}`);
		expect(canonicalJson(value)).toBe(
			'{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
				'"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
		);
	});

	it('sorts the keys of section 3.2.3 by UTF-16 unit', () => {
		const value = {
			'\u20ac': 'Euro Sign',
			'\r': 'Carriage Return',
			'\ufb33': 'Hebrew Letter Dalet With Dagesh',
			'1': 'One',
			'\u{1F600}': 'Emoji: Grinning Face',
			'\u0080': 'Control',
			'\u00f6': 'Latin Small Letter O With Diaeresis'
		};
		const parsed = JSON.parse(canonicalJson(value)) as Record<string, string>;
		expect(canonicalJson(value).match(/:"[^"]*"/g)).toEqual(
			[
				'Carriage Return',
				'One',
				'Control',
				'Latin Small Letter O With Diaeresis',
				'Euro Sign',
				'Emoji: Grinning Face',
				'Hebrew Letter Dalet With Dagesh'
			].map((name) => `:"${name}"`)
		);
		expect(parsed).toEqual(value);
	});

	it.each([
		[0, '0'],
		[-0, '0'],
		[5e-324, '5e-324'],
		[1.7976931348623157e308, '1.7976931348623157e+308'],
		[9007199254740992, '9007199254740992'],
		[2 ** 68, '295147905179352830000'],
		[9.999999999999997e22, '9.999999999999997e+22'],
		[1e23, '1e+23'],
		[999999999999999700000, '999999999999999700000'],
		[333333333.3333332, '333333333.3333332'],
		[-1 / 300000, '-0.0000033333333333333333'],
		[1424953923781206.25, '1424953923781206.2']
	])('writes the number %s of appendix B as %s', (value, text) => {
		expect(canonicalJson(value)).toBe(text);
	});
});

it('is the same for the same value, whatever the order of keys', () => {
	fc.assert(
		fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
			const text = canonicalJson(value);
			const reversed: unknown = JSON.parse(text, (_key, inner: unknown) =>
				typeof inner === 'object' && inner !== null && !Array.isArray(inner)
					? Object.fromEntries(Object.entries(inner).reverse())
					: inner
			);
			expect(canonicalJson(reversed)).toBe(text);
		}),
		{ numRuns: examples(100) }
	);
});

it.each([
	[{ a: [1, NaN] }, 'a[1]', 'a finite number'],
	[{ a: { b: Infinity } }, 'a.b', 'a finite number'],
	[{ a: '\ud83c' }, 'a', 'text of whole characters'],
	[{ a: { '\ud83c': 1 } }, 'a.\ud83c', 'text of whole characters'],
	[{ a: undefined }, 'a', 'JSON data'],
	[[() => 1], '[0]', 'JSON data'],
	[NaN, '', 'a finite number']
])('names the path of what JSON cannot hold in %j', (value, path, expected) => {
	expect(() => canonicalJson(value)).toThrow(
		expect.objectContaining({ code: 'run-field-invalid', details: { path, expected } })
	);
});
