/** Python's sets of characters, where they differ from JavaScript's. */
import { unsupported } from '../failure.ts';

/** The inside of a character class: what `str.isspace` and `\s` take for white space. */
export const SPACE =
	'\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

const LEADING = new RegExp(`^[${SPACE}]+`);
const ALL_SPACE = new RegExp(`^[${SPACE}]+$`);
const IS_SPACE = new RegExp(`^[${SPACE}]$`);

export const SPACES = new RegExp(`[${SPACE}]+`, 'g');
/** Where `str.splitlines` ends a line. */
// eslint-disable-next-line no-control-regex -- Python takes them for line ends
export const LINE_END = /\r\n|[\n-\r\x1c-\x1e\x85\u2028\u2029]/g;

export function isSpace(text: string): boolean {
	return ALL_SPACE.test(text);
}

/** @returns where the text begins after its white space, in code units */
export function leadingSpace(text: string): number {
	return LEADING.exec(text)?.[0].length ?? 0;
}

/** @returns where the white space at the end begins */
export function trailingSpace(text: string): number {
	let end = text.length;
	while (end > 0 && IS_SPACE.test(text.charAt(end - 1))) end -= 1;
	return end;
}

/** Python shows these as they are; of what Unicode added lately its versions think differently. */
export function isPrintable(character: string): boolean {
	return character === ' ' || !/[\p{C}\p{Z}]/u.test(character);
}

const DIGRAPHS = new Map(
	['ǄǅǆǅǇǈǉǈǊǋǌǋǱǲǳǲ'].flatMap((all) =>
		[0, 4, 8, 12].flatMap((at) => {
			const title = all.charAt(at + 1);
			return [0, 1, 2].map((offset) => [all.charAt(at + offset), title] as const);
		})
	)
);
/** Georgian letters stay small at the beginning of a word. */
const KEEPS_CASE = /[\u10d0-\u10ff]/;
const GREEK_WITH_IOTA =
	/[\u0149\u1f80-\u1faf\u1fb2-\u1fb4\u1fb7\u1fbc\u1fc2-\u1fc4\u1fc7\u1fcc\u1ff2-\u1ff4\u1ff7\u1ffc]/;

/** One character as it is at the beginning of a word. */
export function titleCase(character: string): string {
	const digraph = DIGRAPHS.get(character);
	if (digraph !== undefined) return digraph;
	if (KEEPS_CASE.test(character)) return character;
	if (GREEK_WITH_IOTA.test(character))
		unsupported(`the letter ${character} at the beginning of a word`);
	const [first = '', ...rest] = character.toUpperCase();
	return first + rest.join('').toLowerCase();
}

/** As `str.title`: after every character that has no case, a word begins. */
export function titleWords(text: string): string {
	const lower = text.toLowerCase();
	let inWord = false;
	let out = '';
	let at = 0;
	for (const character of text) {
		const small =
			lower.length === text.length
				? lower.slice(at, at + character.length)
				: character.toLowerCase();
		out += inWord ? small : titleCase(character);
		inWord = /[\p{Lowercase}\p{Uppercase}\p{Lt}]/u.test(character);
		at += character.length;
	}
	return out;
}

/** As `str.capitalize`. */
export function capitalizeText(text: string): string {
	const [first = ''] = text;
	if (first === '') return '';
	// The whole text decides which form a final sigma has.
	const rest = text.toLowerCase().slice(first.toLowerCase().length);
	return titleCase(first) + rest;
}

/** Compares by code point: UTF-16 puts the characters after U+FFFF before some of the others. */
export function compareText(a: string, b: string): number {
	if (a === b) return 0;
	const length = Math.min(a.length, b.length);
	let i = 0;
	while (i < length && a.charCodeAt(i) === b.charCodeAt(i)) i += 1;
	if (i === length) return a.length - b.length;
	const rank = (unit: number) => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);
	return rank(a.charCodeAt(i)) - rank(b.charCodeAt(i));
}
