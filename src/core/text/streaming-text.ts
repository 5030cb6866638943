/** Text from tokens as they come: every character once, as soon as it is complete. */

/** Tokens decoded together; a few, because a character or a leading space may depend on its neighbours. */
const WINDOW_AT_MOST = 16;
const WINDOW_AFTER_CUT = [4, 5, 6, 7];
/** An incomplete UTF-8 character has at most three bytes so far, so at most three U+FFFD stand for it. */
const INCOMPLETE_AT_MOST = 3;

/**
 * Decodes a growing list of tokens at constant cost a token, and looks for stop sequences.
 *
 * An incomplete character at the end is held back until it is complete; if it never is, it is not
 * part of the text.
 */
export class StreamingText {
	readonly #decode: (ids: readonly number[]) => string;
	readonly #stopSequences: readonly string[];
	readonly #longestStop: number;
	#window: number[] = [];
	/** What of the window's text has been given out. */
	#given = '';
	#text = '';
	#stopped: string | null = null;

	/**
	 * @param decode the tokenizer's, without special tokens; U+FFFD for incomplete characters
	 * @param stopSequences not empty ones
	 */
	constructor(decode: (ids: readonly number[]) => string, stopSequences: readonly string[]) {
		this.#decode = decode;
		this.#stopSequences = stopSequences;
		this.#longestStop = Math.max(0, ...stopSequences.map((sequence) => sequence.length));
	}

	/** All complete characters so far; once stopped, what comes before the stop sequence. */
	get text(): string {
		return this.#text;
	}

	/**
	 * Takes the next token.
	 *
	 * @returns `piece`: what the token adds to the text (with the stop sequence, if it is in there);
	 *   `stopped`: the stop sequence that is now complete, or null. After a stop nothing is added.
	 */
	add(tokenId: number): { piece: string; stopped: string | null } {
		if (this.#stopped !== null) return { piece: '', stopped: this.#stopped };
		this.#window.push(tokenId);
		const decoded = this.#decode(this.#window);
		const complete = this.#completeLength(decoded);
		const piece = decoded.slice(this.#given.length, complete);
		if (complete > this.#given.length) this.#given = decoded.slice(0, complete);
		if (this.#window.length > WINDOW_AT_MOST) this.#cutWindow(decoded.slice(complete));

		const before = this.#text.length;
		this.#text += piece;
		if (piece !== '') this.#findStop(before);
		return { piece, stopped: this.#stopped };
	}

	/**
	 * Where a vocabulary has bytes for tokens (`<0xE2>`), a row of them is decoded together: one
	 * incomplete character makes U+FFFD of every byte in it, also of characters given out before.
	 */
	#completeLength(decoded: string): number {
		const atMost = decoded.startsWith(this.#given) ? INCOMPLETE_AT_MOST : Infinity;
		return completeLength(decoded, atMost);
	}

	/** Forgets old tokens, if the last few alone end in the same incomplete character. */
	#cutWindow(heldBack: string): void {
		for (const length of WINDOW_AFTER_CUT) {
			const shorter = this.#window.slice(-length);
			const decoded = this.#decode(shorter);
			const complete = completeLength(decoded, INCOMPLETE_AT_MOST);
			if (complete === 0 || decoded.slice(complete) !== heldBack) continue;
			this.#window = shorter;
			this.#given = decoded.slice(0, complete);
			return;
		}
	}

	/**
	 * Finds the stop sequence that is complete first, reading character by character, so that the
	 * result does not depend on where tokens begin; of several that end together, the longest.
	 */
	#findStop(before: number): void {
		const from = Math.max(0, before - this.#longestStop + 1);
		const tail = this.#text.slice(from);
		let firstEnd = Infinity;
		for (const sequence of this.#stopSequences) {
			const start = tail.indexOf(sequence, Math.max(0, before - from - sequence.length + 1));
			if (start === -1) continue;
			const end = start + sequence.length;
			if (end > firstEnd || (end === firstEnd && sequence.length <= (this.#stopped?.length ?? 0))) {
				continue;
			}
			firstEnd = end;
			this.#stopped = sequence;
		}
		if (this.#stopped === null) return;
		this.#text = this.#text.slice(0, from + firstEnd - this.#stopped.length);
	}
}

/** How much of a decoded text is sure not to change when more tokens follow. */
function completeLength(decoded: string, incompleteAtMost: number): number {
	let length = decoded.length;
	while (length > decoded.length - incompleteAtMost && decoded[length - 1] === '\uFFFD') length--;
	return length;
}
