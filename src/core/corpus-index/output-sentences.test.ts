import { expect, test } from 'vitest';
import { outputSentences } from './output-sentences.ts';

test('the first sentence is taken whole with its beginning in the prompt, the last may be open', () => {
	expect(outputSentences('Tom is here. One morning Mia', ' went home. Then the')).toEqual([
		{ text: 'One morning Mia went home.', givenLength: 15, isClosed: true },
		{ text: 'Then the', givenLength: 0, isClosed: false }
	]);
});

test('what the prompt has finished is not counted as output', () => {
	expect(outputSentences('Mia went to the mill.', ' There Mia was.')).toEqual([
		{ text: 'There Mia was.', givenLength: 0, isClosed: true }
	]);
	expect(outputSentences('', '7 + 8 = 15')).toEqual([
		{ text: '7 + 8 = 15', givenLength: 0, isClosed: false }
	]);
	expect(outputSentences('Mia went.', '')).toEqual([]);
	expect(outputSentences('Mia went. ', ' ')).toEqual([]);
});
