/** Tokens put together to the words that a person sees and clicks on. */

export interface SentenceToken {
	/** With its leading space. */
	readonly text: string;
	readonly special: boolean;
	readonly id: number;
}

export interface SentenceWord {
	/** Positions of its tokens in the sentence, in order. */
	readonly positions: readonly number[];
	/** Without its leading space. */
	readonly text: string;
	/** Written as a mask in the text itself. */
	readonly isMask: boolean;
}

const ENDS_IN_LETTER = /[\p{L}\p{N}\p{M}]$/u;
const BEGINS_WITH_LETTER = /^[\p{L}\p{N}\p{M}]/u;

/** A piece without a leading space continues with the word before it, unless a punctuation mark is between. */
function goesOn(before: string, piece: string): boolean {
	return BEGINS_WITH_LETTER.test(piece) && ENDS_IN_LETTER.test(before);
}

/** @returns every token but the special ones that only frame the sentence; masks are words */
export function sentenceWords(
	tokens: readonly SentenceToken[],
	maskTokenId: number
): SentenceWord[] {
	const words: (SentenceWord & { positions: number[]; text: string })[] = [];
	let previous = -1;
	for (const [position, { id, special, text }] of tokens.entries()) {
		const isMask = id === maskTokenId;
		if (special && !isMask) continue;
		const last = words.at(-1);
		if (
			last !== undefined &&
			previous === position - 1 &&
			!last.isMask &&
			goesOn(last.text, text)
		) {
			last.positions.push(position);
			last.text += text;
		} else {
			words.push({ positions: [position], text: text.trim(), isMask });
		}
		previous = position;
	}
	return words;
}
