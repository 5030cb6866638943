import { expect, test } from 'vitest';
import { outOfDrawWords } from './step-words.ts';

test('only a token that could have been drawn counts as dropped by a filter', () => {
	expect(outOfDrawWords('set')).toBe('set by you');
	expect(outOfDrawWords('given')).toBe('given');
	expect(outOfDrawWords('drawn')).toBe('dropped');
});
