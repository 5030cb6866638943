/** A document with what its grammar decided: who speaks, and which words were drawn from how many. */
import { corpusDocument } from './corpus.ts';

/** A stretch of text that was said in one go. */
export interface DocumentSpan {
	readonly text: string;
	/** The draw that chose it; null for words that had to follow. */
	readonly draw: Draw | null;
}

export interface Draw {
	/** How many options there were. */
	readonly options: number;
	/** The chosen one's odds: `weight` in `total`. */
	readonly weight: number;
	readonly total: number;
}

export type Speaker = 'system' | 'user' | 'assistant';

/** What one speaker says; a document that is no chat has one part without a speaker. */
export interface DocumentPart {
	readonly speaker: Speaker | null;
	readonly spans: readonly DocumentSpan[];
}

export interface PartedDocument {
	readonly kind: string;
	readonly text: string;
	readonly parts: readonly DocumentPart[];
	/** Draws in all, also those that decided what to say next and not which words. */
	readonly drawCount: number;
	/** The document comes once in `mantissa` × 10^`exponent` documents. */
	readonly oneIn: { readonly mantissa: number; readonly exponent: number };
}

const SPECIAL = /(<\|(?:system|user|assistant|end)\|>)/;

function speakerOf(token: string): Speaker | null {
	const name = token.slice(2, -2);
	return name === 'system' || name === 'user' || name === 'assistant' ? name : null;
}

/** Collects what the writer says, part by part. */
class PartCollector {
	readonly parts: { speaker: Speaker | null; spans: DocumentSpan[] }[] = [];
	drawCount = 0;
	mantissa = 1;
	exponent = 0;
	#draw: Draw | null = null;

	chose(weight: number, total: number, options: number): void {
		this.#draw = { options, weight, total };
		this.drawCount++;
		this.mantissa *= total / weight;
		while (this.mantissa >= 10) {
			this.mantissa /= 10;
			this.exponent++;
		}
	}

	said(text: string): void {
		for (const piece of text.split(SPECIAL)) {
			if (piece === '') continue;
			if (SPECIAL.test(piece)) this.#turn(piece);
			else this.#say(piece);
		}
	}

	#turn(token: string): void {
		const speaker = speakerOf(token);
		if (speaker !== null) this.parts.push({ speaker, spans: [] });
	}

	#say(text: string): void {
		if (this.parts.length === 0) this.parts.push({ speaker: null, spans: [] });
		// A space alone only says that something follows.
		const draw = text.trim() === '' ? null : this.#draw;
		this.parts.at(-1)?.spans.push({ text, draw });
		this.#draw = null;
	}
}

/** Document `number` of the corpus in its parts; their spans together are its text without special tokens. */
export function partedDocument(number: number): PartedDocument {
	const collector = new PartCollector();
	const { kind, text } = corpusDocument(number, collector);
	const { parts, drawCount, mantissa, exponent } = collector;
	return { kind, text, parts, drawCount, oneIn: { mantissa, exponent } };
}
