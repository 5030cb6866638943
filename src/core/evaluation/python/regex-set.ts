/** Escapes, and sets of characters in brackets. */
import {
	regexError,
	regexUnsupported,
	type ClassItem,
	type ClassName,
	type RegexNode
} from './regex-tree.ts';
import type { RegexReader } from './regex-reader.ts';

const SIMPLE: Readonly<Record<string, number>> = {
	a: 7,
	f: 12,
	n: 10,
	r: 13,
	t: 9,
	v: 11
};

const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function isClassName(letter: string): letter is ClassName {
	return letter === 'd' || letter === 's' || letter === 'w';
}

/** @returns null for letters that are no class */
function classOf(letter: string): Extract<ClassItem, { type: 'class' }> | null {
	const name = letter.toLowerCase();
	return isClassName(name) ? { type: 'class', name, isNegated: name !== letter } : null;
}

function hexCode(reader: RegexReader, letter: string): number {
	const width = HEX_DIGITS[letter] ?? 0;
	const digits = reader.characters.slice(reader.at, reader.at + width).join('');
	if (digits.length < width || !/^[0-9a-fA-F]+$/.test(digits)) {
		regexError(`incomplete escape \\${letter}${digits}`);
	}
	reader.at += width;
	const code = parseInt(digits, 16);
	return code > 0x10ffff ? regexError(`bad escape \\${letter}${digits}`) : code;
}

function octalCode(reader: RegexReader, first: string): number {
	let digits = first;
	while (digits.length < 3 && /^[0-7]$/.test(reader.next ?? '')) {
		digits += reader.next ?? '';
		reader.at += 1;
	}
	const code = parseInt(digits, 8);
	return code > 0o377
		? regexError(`octal escape value \\${digits} outside of range 0-0o377`)
		: code;
}

/** Of escapes that stand for one character, in sets and outside. The letter was read. */
function codeOf(reader: RegexReader, letter: string): number {
	if (letter in HEX_DIGITS) return hexCode(reader, letter);
	if (letter === 'N') return regexUnsupported('characters by name, \\N{…}');
	const simple = SIMPLE[letter];
	if (simple !== undefined) return simple;
	if (/^[A-Za-z0-9]$/.test(letter)) return regexError(`bad escape \\${letter}`);
	return letter.codePointAt(0) ?? 0;
}

function letterAfterBackslash(reader: RegexReader): string {
	reader.skip('\\');
	const letter = reader.next;
	if (letter === undefined) return regexError('bad escape (end of pattern)');
	reader.at += 1;
	return letter;
}

/** Up to two digits; three octal ones are a character. */
function numbered(
	reader: RegexReader,
	first: string,
	back: (number: number) => RegexNode
): RegexNode {
	const second = reader.next ?? '';
	if (!/^[0-9]$/.test(second)) return back(Number(first));
	const third = reader.characters[reader.at + 1] ?? '';
	if (/^[0-3][0-7][0-7]$/.test(first + second + third)) {
		return { type: 'literal', code: octalCode(reader, first) };
	}
	if (/^[4-7][0-7][0-7]$/.test(first + second + third)) octalCode(reader, first);
	reader.at += 1;
	return back(Number(first + second));
}

/** Outside of brackets. @param back makes a reference to a group */
export function readEscape(reader: RegexReader, back: (number: number) => RegexNode): RegexNode {
	const letter = letterAfterBackslash(reader);
	const known = classOf(letter);
	if (known !== null) return { type: 'set', items: [known], isNegated: false };
	if (letter === 'A' || letter === 'Z' || letter === 'b' || letter === 'B') {
		return { type: 'at', place: letter };
	}
	if (letter === '0') return { type: 'literal', code: octalCode(reader, letter) };
	if (/^[1-9]$/.test(letter)) return numbered(reader, letter, back);
	return { type: 'literal', code: codeOf(reader, letter) };
}

/** A character or a class, before it is known whether a range begins with it. */
function readMember(reader: RegexReader): number | ClassItem {
	const character = reader.next;
	if (character === undefined) return regexError('unterminated character set');
	if (character !== '\\') {
		reader.at += 1;
		return character.codePointAt(0) ?? 0;
	}
	const letter = letterAfterBackslash(reader);
	const known = classOf(letter);
	if (known !== null) return known;
	if (letter === 'b') return 8;
	return /^[0-7]$/.test(letter) ? octalCode(reader, letter) : codeOf(reader, letter);
}

function single(member: number | ClassItem): ClassItem {
	return typeof member === 'number' ? { type: 'range', from: member, to: member } : member;
}

/** The bracket that opens it was read. */
export function readSet(reader: RegexReader): RegexNode {
	const isNegated = reader.skip('^');
	const items: ClassItem[] = [];
	while (items.length === 0 || reader.next !== ']') {
		const from = readMember(reader);
		if (reader.next !== '-' || reader.characters[reader.at + 1] === ']') {
			items.push(single(from));
			continue;
		}
		reader.skip('-');
		const to = readMember(reader);
		if (typeof from !== 'number' || typeof to !== 'number' || to < from) {
			return regexError('bad character range');
		}
		items.push({ type: 'range', from, to });
	}
	reader.skip(']');
	return { type: 'set', items, isNegated };
}
