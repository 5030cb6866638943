/** Where a text has a banned phrase. */
import { BANNED_PHRASES } from './banned-phrases.ts';

export interface Offence {
	/** The phrase, with what is around it. */
	readonly near: string;
	readonly better: string;
}

/** Characters shown on each side. */
const AROUND = 30;

/** A line's end, with what begins the next line of a comment or a quotation. */
const WRAP = /\s*\n[\s>]*(?:\*(?!\/)|\/\/|#+)?\s*/g;

/** @param text a document, source code with its comments, or one sentence */
export function findBanned(text: string): Offence[] {
	const line = text.replaceAll(WRAP, ' ').replaceAll(/\s+/g, ' ');
	return BANNED_PHRASES.flatMap(({ pattern, better }) =>
		[...line.matchAll(new RegExp(pattern, `${pattern.flags}g`))].map(({ 0: found, index }) => ({
			near: line.slice(Math.max(0, index - AROUND), index + found.length + AROUND).trim(),
			better
		}))
	);
}
