import { expect, test } from 'vitest';
import { newQuestion } from './new-parts.ts';
import { areSpaced, keptOption, shownOption } from './spaced-options.ts';

test('a new prediction has empty options, and what is typed into one begins with a space in the lesson', () => {
	const question = newQuestion('prediction', '');
	if (question.type !== 'prediction') throw new Error('another kind of question');
	expect(question.options).toEqual(['', '']);
	expect(areSpaced(question.options)).toBe(true);
	expect(keptOption('red', true)).toBe(' red');
	expect(shownOption(' red', true)).toBe('red');
	expect(keptOption('', true)).toBe('');
});

test('options without spaces are shown and kept as they are', () => {
	expect(areSpaced([' red', 'ing'])).toBe(false);
	expect([shownOption(' red', false), keptOption('ing', false)]).toEqual([' red', 'ing']);
});

test('a field gives back what it was given', () => {
	for (const option of ['', ' red', '  red', ' ']) {
		const isSpaced = areSpaced([option]);
		if (option !== ' ') expect(keptOption(shownOption(option, isSpaced), isSpaced)).toBe(option);
	}
});
