import { expect, test } from 'vitest';
import { exampleToken } from '../../../tests/fixtures/example-run.ts';
import { mostSurprising } from './most-surprising.ts';

const token = (text: string, logprob: number) => ({ ...exampleToken(1, text), logprob });

test('the most surprising token is the least likely one that was chosen and can be seen', () => {
	const tokens = [token('A', -9), token(' fox', -2), token(' ran', -4), token('', -8)];
	expect(mostSurprising(tokens, 0)).toBe(0);
	expect(mostSurprising(tokens, 1)).toBe(2);
	expect(mostSurprising(tokens, 3)).toBeNull();
});
