import { expect, test } from 'vitest';
import { shownText } from './shown-text.ts';
import fc from '../../tests/property.ts';

test('the beginning of a stop sequence is held back', () => {
	expect(shownText('one two\nUs', ['\nUser:'])).toBe('one two');
	expect(shownText('one two\nUn', ['\nUser:'])).toBe('one two\nUn');
	expect(shownText('ab', [])).toBe('ab');
});

test('what is shown is never taken back, whatever follows', () => {
	const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 });
	const stops = fc.array(
		fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 4 })
	);
	fc.assert(
		fc.property(letters, stops, letters, (text, sequences, rest) => {
			fc.pre(!sequences.some((sequence) => text.includes(sequence)));
			const shown = shownText(text, sequences);
			const full = text + rest;
			const firstStop = Math.min(
				full.length,
				...sequences.map((sequence) => full.indexOf(sequence)).filter((at) => at >= 0)
			);
			expect(full.slice(0, firstStop).startsWith(shown)).toBe(true);
		})
	);
});
