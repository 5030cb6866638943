import { expect, test } from 'vitest';
import { changedTokens } from './changed-tokens.ts';

test('marks what the text before does not have, and nothing that only moved along', () => {
	expect(changedTokens([1, 2, 3, 4], [1, 2, 3, 4])).toEqual([false, false, false, false]);
	expect(changedTokens([1, 2, 3, 4], [1, 9, 9, 3, 4])).toEqual([false, true, true, false, false]);
	expect(changedTokens([], [7])).toEqual([true]);
});
