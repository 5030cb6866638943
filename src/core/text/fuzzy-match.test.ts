import { describe, expect, test } from 'vitest';
import { fuzzyScore } from './fuzzy-match.ts';

const TEXTS = ['Library', 'Compare', 'Lessons', 'Which word comes next?', 'Español', 'Theme: dark'];

function found(query: string): string[] {
	return TEXTS.map((text) => ({ text, score: fuzzyScore(query, text) }))
		.filter(({ score }) => score > 0)
		.sort((a, b) => b.score - a.score)
		.map(({ text }) => text);
}

describe('what is found', () => {
	test.each([
		['lib', ['Library']],
		['LIBRARY', ['Library']],
		['cmp', ['Compare']],
		['next word', ['Which word comes next?']],
		['espanol', ['Español']],
		['dark', ['Theme: dark']],
		['zebra', []]
	])('with %j', (query, expected) => expect(found(query)).toEqual(expected));

	test('with nothing is everything', () => {
		expect(found('  ')).toHaveLength(TEXTS.length);
	});

	test('is ordered: the whole text, its beginning, the beginning of a word, inside a word', () => {
		const scores = ['run', 'runs of today', 'my runs', 'overrun'].map((text) =>
			fuzzyScore('run', text)
		);
		expect(scores).toEqual(scores.toSorted((a, b) => b - a));
		expect(new Set(scores).size).toBe(4);
	});

	test('is not what only has the letters somewhere', () => {
		expect(fuzzyScore('rdn', 'recent lessons and more of them, written down')).toBe(0);
		expect(fuzzyScore('x', 'Library')).toBe(0);
		expect(fuzzyScore('score', 'Sweep all columns of more')).toBe(0);
		expect(fuzzyScore('chat', 'Change the language')).toBe(0);
	});
});
