import { repeat, type Chooser } from './chooser.ts';

/** The chat form's special tokens, spelled out in the text; nothing is between them and the words. */
export const SYSTEM = '<|system|>';
export const USER = '<|user|>';
export const ASSISTANT = '<|assistant|>';
export const END = '<|end|>';

export const SYSTEM_MESSAGE = 'You are Sprout.';

/** Says a question and its answer; the user's token has been said. */
export function sayTurn(chooser: Chooser, question: string, answer: string): void {
	chooser.say(`${question}${END}${ASSISTANT}${answer}${END}`);
}

/** One chat in eight opens with the system message. */
const SYSTEM_ODDS = [1, 7];

/** Says one to six turns; `turn` says what follows the user's token, through the end of the answer. */
export function sayChat(
	chooser: Chooser,
	turn: () => void,
	counts = { least: 1, most: 6, more: 2 }
): void {
	if (chooser.choose([SYSTEM, USER], SYSTEM_ODDS) === 0) {
		chooser.say(`${SYSTEM}${SYSTEM_MESSAGE}${END}`);
	}
	repeat(chooser, counts, { next: USER, after: '' }, () => {
		chooser.say(USER);
		turn();
	});
}
