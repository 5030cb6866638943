import { describe, expect, test } from 'vitest';
import { plainAxisText, shownAxisText, type AxisNotation } from './axis-notation.ts';
import { parseAxisValues } from './axis-values.ts';

const ENGLISH: AxisNotation = { hasComma: false, to: 'to', step: 'step' };
const GERMAN: AxisNotation = { hasComma: true, to: 'bis', step: 'Schritt' };
const SPANISH: AxisNotation = { hasComma: true, to: 'a', step: 'paso' };

const read = (typed: string, notation: AxisNotation) =>
	parseAxisValues('presence_penalty', plainAxisText(typed, notation, false));

describe('values of an axis in another language', () => {
	test.each([
		['0,2; 0,7; 1,2', [0.2, 0.7, 1.2]],
		['-0,5; 1', [-0.5, 1]],
		['0,2, 0,7, 1,2', [0.2, 0.7, 1.2]],
		['0 bis 1,2 Schritt 0,4', [0, 0.4, 0.8, 1.2]],
		['0 BIS 1 schritt 0,5', [0, 0.5, 1]],
		['0,5..1,5', [0.5, 1.5]],
		['1,5', [1.5]],
		['1', [1]]
	])('are read with commas: %s', (typed, values) => {
		expect(read(typed, GERMAN)).toEqual(values);
	});

	test.each([
		['0.2, 0.7, 1.2', [0.2, 0.7, 1.2]],
		['0.2,0.7', [0.2, 0.7]],
		['0,1,2', [0, 1, 2]],
		['0 to 1.2 step 0.4', [0, 0.4, 0.8, 1.2]],
		['0.2; 0.7', [0.2, 0.7]]
	])('are read in the English form everywhere: %s', (typed, values) => {
		for (const notation of [ENGLISH, GERMAN, SPANISH])
			expect(read(typed, notation)).toEqual(values);
	});

	test('have the words of the language between the ends of a range', () => {
		expect(read('0 a 1,2 paso 0,4', SPANISH)).toEqual([0, 0.4, 0.8, 1.2]);
		expect(shownAxisText('0 to 1.2 step 0.4', SPANISH, false)).toBe('0 a 1,2 paso 0,4');
		expect(shownAxisText('0, 0.7, 1.4', GERMAN, false)).toBe('0; 0,7; 1,4');
		expect(shownAxisText('0, 0.7, 1.4', ENGLISH, false)).toBe('0, 0.7, 1.4');
	});

	test('have no decimal mark where they are whole: a comma is between two of them', () => {
		const seeds = (typed: string) => parseAxisValues('seed', plainAxisText(typed, GERMAN, true));
		expect(seeds('1,2')).toEqual(['1', '2']);
		expect(seeds('1 bis 3')).toEqual(['1', '2', '3']);
		expect(shownAxisText('1..5, 9', GERMAN, true)).toBe('1..5, 9');
	});

	test('mean the same when they are shown and typed again', () => {
		for (const plain of ['0, 0.7, 1.4', '0 to 1.2 step 0.4', '0.5..1.5, 2', '-1..1', '0.25', '']) {
			for (const notation of [ENGLISH, GERMAN, SPANISH]) {
				const again = plainAxisText(shownAxisText(plain, notation, false), notation, false);
				if (plain === '') expect(again).toBe('');
				else
					expect(read(shownAxisText(plain, notation, false), notation)).toEqual(
						read(plain, ENGLISH)
					);
			}
		}
	});
});
