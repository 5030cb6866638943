import { describe, expect, it } from 'vitest';

import { AppError } from '../errors.ts';
import { AXIS_FIELDS, parseAxisValues, SWEEP_LIMITS } from './axis-values.ts';
import type { AxisField } from './axis-values.ts';
import fc from '../../../tests/property.ts';

function allowed(field: AxisField, text: string): unknown {
	try {
		parseAxisValues(field, text);
	} catch (error) {
		if (!(error instanceof AppError)) throw error;
		expect(error.code).toBe('settings-invalid');
		expect(error.details['field']).toBe(field);
		return error.details['allowed'];
	}
	throw new Error('was read');
}

describe('the values of an axis', () => {
	it('are a list, ranges, or both, each value once', () => {
		expect(parseAxisValues('temperature', '0.2, 0.7; 1.2')).toEqual([0.2, 0.7, 1.2]);
		expect(parseAxisValues('temperature', '0 to 0.3 step 0.1, 1, 0.2')).toEqual([
			0, 0.1, 0.2, 0.3, 1
		]);
		expect(parseAxisValues('top_k', '10..40 by 10')).toEqual([10, 20, 30, 40]);
		expect(parseAxisValues('presence_penalty', '-1..1')).toEqual([-1, 0, 1]);
		expect(parseAxisValues('seed', '1-3, 18446744073709551615, 007')).toEqual([
			'1',
			'2',
			'3',
			'18446744073709551615',
			'7'
		]);
	});

	it('end where a range ends, whatever the step', () => {
		expect(parseAxisValues('top_p', '0.5 to 0.95 step 0.2')).toEqual([0.5, 0.7, 0.9]);
		expect(parseAxisValues('seed', '18446744073709551614..18446744073709551615')).toHaveLength(2);
	});

	it('may be of any setting, and of the seed first', () => {
		expect(AXIS_FIELDS[0]).toBe('seed');
		expect(new Set(AXIS_FIELDS)).toContain('frequency_penalty' satisfies AxisField);
	});

	it('are written with capitals and blanks as well', () => {
		expect(parseAxisValues('temperature', '1E-1')).toEqual([0.1]);
		expect(parseAxisValues('temperature', '0 TO 1E0 STEP 5E-1')).toEqual([0, 0.5, 1]);
		expect(parseAxisValues('temperature', '0.2 .. 1.2')).toEqual([0.2, 1.2]);
		expect(parseAxisValues('seed', '4 .. 5\n7 TO 8')).toEqual(['4', '5', '7', '8']);
	});

	it('may be a range of one', () => {
		expect(parseAxisValues('seed', '5..5')).toEqual(['5']);
		expect(parseAxisValues('temperature', '0.5..0.5')).toEqual([0.5]);
	});

	it('are as many as the limit, and no more', () => {
		const most = SWEEP_LIMITS.values;
		expect(parseAxisValues('seed', `1..${most.toString()}`)).toHaveLength(most);
		expect(parseAxisValues('top_k', `1..${most.toString()}`)).toHaveLength(most);
		const list = Array.from({ length: most }, (_, i) => i + 1);
		expect(parseAxisValues('top_k', list.join())).toEqual(list);
		const tooMany = `at most ${most.toString()} values`;
		expect(allowed('seed', `1..${(most + 1).toString()}`)).toBe(tooMany);
		expect(allowed('top_k', `1..${(most + 1).toString()}`)).toBe(tooMany);
		expect(allowed('top_k', [...list, most + 1].join())).toBe(tooMany);
	});

	it('are not read from half of what was typed', () => {
		for (const typed of ['x1..3', '1..3x', '1..', '..3', '1..2..3']) {
			expect(allowed('seed', typed)).toContain('whole number');
			expect(allowed('temperature', typed)).toContain('numbers and ranges');
		}
		expect(allowed('seed', '3..1')).toBe('a range from the lower to the higher number');
	});

	it('are short: a hundred characters each, not one more', () => {
		const zeros = (count: number) => '0'.repeat(count);
		expect(parseAxisValues('temperature', `1, 0.5${zeros(97)}`)).toEqual([1, 0.5]);
		expect(allowed('temperature', `1, 0.5${zeros(98)}`)).toBe('shorter numbers');
	});

	it('that cannot be used are refused with what may stand there', () => {
		expect(allowed('temperature', '0.2, -1')).toContain('0.001');
		expect(allowed('top_p', '0..1 step 0.5')).toContain('above 0');
		expect(allowed('seed', '-1')).toContain('whole number');
		expect(allowed('temperature', 'hot')).toContain('numbers');
		expect(allowed('temperature', '1..0')).toContain('low to high');
		expect(allowed('temperature', '0..1 step 0')).toContain('step');
		expect(allowed('temperature', ' , ')).toContain('at least one');
	});

	it('are bounded before they are made', () => {
		const most = `at most ${SWEEP_LIMITS.values.toString()} values`;
		expect(allowed('seed', '0..18446744073709551615')).toBe(most);
		expect(allowed('temperature', '0.1..1 step 1e-300')).toBe(most);
		expect(allowed('seed', '1..60, 100..160')).toBe(most);
		expect(allowed('temperature', '1'.repeat(5000))).toBe('shorter numbers');
	});

	it('are few and usable, or an error, whatever is typed', () => {
		const words = fc.constantFrom('1', '0.5', '..', ' to ', '-', ',', ' step ', 'e', '.', 'x', '9');
		const text = fc.oneof(
			fc.string(),
			fc.array(words).map((parts) => parts.join(''))
		);
		fc.assert(
			fc.property(fc.constantFrom(...AXIS_FIELDS), text, (field, typed) => {
				let values: readonly unknown[] = ['none'];
				try {
					values = parseAxisValues(field, typed);
				} catch (error) {
					expect(error).toBeInstanceOf(AppError);
				}
				expect(values.length).toBeLessThanOrEqual(SWEEP_LIMITS.values);
				expect(new Set(values).size).toBe(values.length);
				expect(values.length).toBeGreaterThan(0);
			})
		);
	});
});
