import fc from '../../../tests/property.ts';
import { expect, test } from 'vitest';
import { readNumber, stepNumber, writeNumber } from './decimal.ts';

test('a number is written with the decimal mark of the language', () => {
	expect(writeNumber(0.7, 'en')).toBe('0.7');
	expect(writeNumber(0.7, 'de')).toBe('0,7');
	expect(writeNumber(-1234.5, 'es')).toBe('-1234,5');
	expect(writeNumber(40, 'de')).toBe('40');
});

test('a point is understood everywhere, a comma where the language writes it', () => {
	for (const language of ['en', 'de', 'es']) expect(readNumber(' 0.7 ', language)).toBe(0.7);
	expect(readNumber('0,7', 'de')).toBe(0.7);
	expect(readNumber('−1,5', 'es')).toBe(-1.5);
	// English writes it between thousands.
	expect(readNumber('1,500', 'en')).toBeNaN();
	expect(readNumber('1,5,5', 'de')).toBeNaN();
	for (const text of ['', ' ', 'x', '1 000', '.', '1e', 'Infinity'])
		expect(readNumber(text, 'de')).toBeNaN();
});

test('what is written is read again as the same number', () => {
	const numbers = fc.double({ noNaN: true, noDefaultInfinity: true });
	fc.assert(
		fc.property(numbers, fc.constantFrom('en', 'de', 'es'), (number, language) => {
			expect(readNumber(writeNumber(number, language), language) === number).toBe(true);
		})
	);
});

test('steps do not leave rounding behind', () => {
	expect(stepNumber(0.2, 0.1)).toBe(0.3);
	expect(stepNumber(1, -0.05)).toBe(0.95);
});
