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
