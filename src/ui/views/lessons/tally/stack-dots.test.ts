import { expect, it } from 'vitest';

import { stackDots } from './stack-dots.ts';

it('stacks dots that would cover each other, and no others', () => {
	expect(stackDots([0, 3, 11, 40], 10)).toEqual([
		{ x: 0, level: 0 },
		{ x: 0, level: 1 },
		{ x: 11, level: 0 },
		{ x: 40, level: 0 }
	]);
	expect(stackDots([], 10)).toEqual([]);
});
