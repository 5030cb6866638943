import { describe, expect, test } from 'vitest';
import { tokenOrigin, type Branched } from './token-origin.ts';

const after = (branchedAt: number | null, before: Branched | null = null): Branched => ({
	branchedAt,
	before
});

const origins = (count: number, forcedCount: number, before: Branched | null): string[] =>
	Array.from({ length: count }, (_, index) => tokenOrigin(index, forcedCount, before));

describe('where a token came from', () => {
	test('of a branch, you put only the last of the tokens it began with', () => {
		expect(origins(5, 4, after(3))).toEqual(['given', 'given', 'given', 'set', 'drawn']);
	});

	test('a token that was put there earlier is still yours in a later branch', () => {
		expect(origins(5, 4, after(3, after(1)))).toEqual(['given', 'set', 'given', 'set', 'drawn']);
	});

	test('one that a later branch went back behind is not', () => {
		const text = after(3, after(1, after(2)));
		expect(origins(5, 4, text)).toEqual(['given', 'set', 'given', 'set', 'drawn']);
	});

	test('other settings in between change nothing about it', () => {
		expect(origins(4, 3, after(null, after(2)))).toEqual(['given', 'given', 'set', 'drawn']);
	});

	test('of a run whose past is not known, nobody claims that you put them there', () => {
		expect(origins(3, 2, null)).toEqual(['given', 'given', 'drawn']);
		expect(origins(2, 0, null)).toEqual(['drawn', 'drawn']);
	});
});
