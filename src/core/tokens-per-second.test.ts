import { expect, test } from 'vitest';

import { tokensPerSecond } from './tokens-per-second.ts';

test('the pace counts the tokens after the first', () => {
	expect(tokensPerSecond(11, 500)).toBe(20);
	expect(tokensPerSecond(1, 500)).toBe(0);
});

test('nothing can be said before time has passed', () => {
	expect(tokensPerSecond(1, 0)).toBeNull();
});
