/** The sentences of an output, the first one together with its beginning in the prompt. */
import { isClosed, splitSentences } from './split-sentences.ts';

export interface OutputSentence {
	/** The whole sentence. */
	readonly text: string;
	/** How many of its characters the prompt gave. */
	readonly givenLength: number;
	/** Whether it has its end: the last one may have been cut off. */
	readonly isClosed: boolean;
}

/**
 * @param prompt the text that the output continues from; '' in a chat
 */
export function outputSentences(prompt: string, output: string): OutputSentence[] {
	const whole = prompt + output;
	return splitSentences(whole)
		.filter(({ to }) => to > prompt.length)
		.map(({ from, to }) => {
			const text = whole.slice(from, to);
			return {
				text,
				givenLength: Math.max(0, prompt.length - from),
				isClosed: isClosed(text)
			};
		});
}
