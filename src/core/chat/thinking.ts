/**
 * Some models think before they answer, between two marks of their own (`<think>` and `</think>`). Here a text
 * is told apart at these marks; nothing of it is changed.
 */

export interface ThinkingMarks {
	readonly open: string;
	readonly close: string;
	/** Whether the prompt ends with `open`, so that an answer begins inside the thinking. */
	readonly isOpened: boolean;
}

export interface ThinkingParts {
	/** What is between the marks, without the white space around it; may be empty. */
	readonly thinking: string;
	/** What follows, without the white space before it; empty until `close` has been written. */
	readonly answer: string;
	/** False while it thinks, or where it was cut off before it answered. */
	readonly isClosed: boolean;
	/** Where the text between the marks starts and ends, in UTF-16 units. */
	readonly start: number;
	readonly end: number;
}

/** @returns null when the text does not begin with thinking */
export function splitThinking(
	text: string,
	{ open, close, isOpened }: ThinkingMarks
): ThinkingParts | null {
	const first = text.length - text.trimStart().length;
	const isMarked = text.startsWith(open, first);
	if (!isMarked && !isOpened) return null;
	const start = isMarked ? first + open.length : 0;
	const closing = text.indexOf(close, start);
	const isClosed = closing !== -1;
	const end = isClosed ? closing : text.length;
	return {
		thinking: text.slice(start, end).trim(),
		answer: isClosed ? text.slice(end + close.length).trimStart() : '',
		isClosed,
		start,
		end
	};
}

/** How many tokens begin between the marks. @param tokens of the text that was split, in order */
export function thinkingTokens(
	tokens: readonly { readonly text: string }[],
	{ start, end }: ThinkingParts
): number {
	let at = 0;
	let count = 0;
	for (const { text } of tokens) {
		if (at >= start && at < end) count += 1;
		at += text.length;
	}
	return count;
}
