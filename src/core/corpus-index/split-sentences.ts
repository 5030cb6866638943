/**
 * Where the sentences of a training text begin and end: after a full stop, question mark, exclamation
 * mark or colon with a space or the end behind it, and at the special tokens. "Sums: 7 + 8 = 15." is
 * two, so that every sum is a sentence of its own.
 */

const SPACE = 0x20;
const LESS = 0x3c;
const BAR = 0x7c;
const GREATER = 0x3e;

function endsSentence(code: number): boolean {
	return code === 0x2e || code === 0x3f || code === 0x21 || code === 0x3a;
}

function isBlank(code: number): boolean {
	return code === SPACE || code === 0x0a || code === 0x0d || code === 0x09;
}

/** Whether a special token such as `<|end|>` begins here. */
function beginsSpecial(text: string, at: number): boolean {
	return text.charCodeAt(at) === LESS && text.charCodeAt(at + 1) === BAR;
}

/** The position behind the special token that begins at `at`; the text's end when it is not closed. */
function specialEnd(text: string, at: number): number {
	for (let i = at + 2; i + 1 < text.length; i++) {
		if (text.charCodeAt(i) === BAR && text.charCodeAt(i + 1) === GREATER) return i + 2;
	}
	return text.length;
}

/** The position where the sentence ends that begins at `from`. */
function sentenceEnd(text: string, from: number): number {
	for (let i = from; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code === LESS && beginsSpecial(text, i)) return i;
		if (!endsSentence(code)) continue;
		const next = i + 1 === text.length ? SPACE : text.charCodeAt(i + 1);
		if (isBlank(next) || (next === LESS && beginsSpecial(text, i + 1))) return i + 1;
	}
	return text.length;
}

/**
 * Calls back for each sentence, without the space around it.
 *
 * @param found told the sentence's first position and the one behind its last
 */
export function eachSentence(text: string, found: (from: number, to: number) => void): void {
	let at = 0;
	while (at < text.length) {
		if (isBlank(text.charCodeAt(at))) at++;
		else if (beginsSpecial(text, at)) at = specialEnd(text, at);
		else {
			const end = sentenceEnd(text, at);
			let to = end;
			while (isBlank(text.charCodeAt(to - 1))) to--;
			found(at, to);
			at = end;
		}
	}
}

/** The sentences of a text, in order. */
export function splitSentences(text: string): { readonly from: number; readonly to: number }[] {
	const sentences: { from: number; to: number }[] = [];
	eachSentence(text, (from, to) => sentences.push({ from, to }));
	return sentences;
}

/** Whether a sentence has its end; the last one of an output may have been cut off. */
export function isClosed(sentence: string): boolean {
	return endsSentence(sentence.charCodeAt(sentence.length - 1));
}
