import { expect, it } from 'vitest';

import {
	DEFAULT_SETTINGS,
	eachNumericSetting,
	NUMERIC_SETTINGS,
	parseSeed,
	settingsOf,
	validateSettings
} from './settings.ts';

it('accepts the defaults', () => {
	expect(validateSettings(DEFAULT_SETTINGS)).toEqual(DEFAULT_SETTINGS);
});

it('leaves out what is no sampling setting', () => {
	const more = { ...DEFAULT_SETTINGS, max_tokens: 5 };
	expect(validateSettings(more)).toEqual(DEFAULT_SETTINGS);
});

it.each([
	['temperature', -1],
	['temperature', NaN],
	['temperature', 1e-320],
	['temperature', 101],
	['top_k', 1.5],
	['top_k', -1],
	['top_p', 0],
	['top_p', 1.01],
	['min_p', -0.1],
	['min_p', 2],
	['repetition_penalty', 0],
	['repetition_penalty', Infinity],
	['presence_penalty', 101],
	['frequency_penalty', -Infinity],
	['logit_bias', { '-1': 0 }],
	['logit_bias', { '4294967296': 0 }],
	['logit_bias', { '3': Infinity }],
	['logit_bias', []]
])('names the field and the range when %s is %s', (field, value) => {
	const settings = { ...DEFAULT_SETTINGS, [field]: value };
	expect(() => validateSettings(settings)).toThrow(
		expect.objectContaining({
			code: 'settings-invalid',
			details: { field, allowed: expect.stringMatching(/[0-9]/) as unknown }
		})
	);
});

it.each([
	['temperature', 0],
	['temperature', 100],
	['top_k', 4294967295],
	['top_p', 1e-300],
	['min_p', 1],
	['repetition_penalty', 0.01],
	['presence_penalty', -100],
	['logit_bias', { '0': -1000, '4294967295': 1000 }]
])('accepts %s at %s', (field, value) => {
	expect(validateSettings({ ...DEFAULT_SETTINGS, [field]: value })).toHaveProperty(field, value);
});

it('names what is no object of settings at all', () => {
	expect(() => validateSettings(null as never)).toThrow(
		expect.objectContaining({ details: { field: 'settings', allowed: 'an object' } })
	);
	expect(() => validateSettings({} as never)).toThrow(
		expect.objectContaining({ details: { field: 'temperature', allowed: '0, or 0.001 to 100' } })
	);
});

it('gives each numeric setting a value, in order, and takes just the settings of what holds more', () => {
	expect(NUMERIC_SETTINGS).toEqual([
		...['temperature', 'top_k', 'top_p', 'min_p'],
		...['repetition_penalty', 'presence_penalty', 'frequency_penalty']
	]);
	expect(Object.entries(eachNumericSetting((name) => name.length))).toEqual(
		NUMERIC_SETTINGS.map((name) => [name, name.length])
	);
	expect(settingsOf({ ...DEFAULT_SETTINGS, seed: '1' } as typeof DEFAULT_SETTINGS)).toEqual(
		DEFAULT_SETTINGS
	);
});

it('reads seeds up to 64 bits', () => {
	expect(parseSeed(' 18446744073709551615 ')).toBe(2n ** 64n - 1n);
	expect(parseSeed('007')).toBe(7n);
});

it.each(['', '-1', '1.5', '0x10', 'x1', '1x', '18446744073709551616', '9'.repeat(41), 'seed'])(
	'refuses the seed "%s"',
	(text) => {
		expect(() => parseSeed(text)).toThrow(
			expect.objectContaining({
				code: 'settings-invalid',
				details: { field: 'seed', allowed: 'a whole number from 0 to 18446744073709551615' }
			})
		);
	}
);
