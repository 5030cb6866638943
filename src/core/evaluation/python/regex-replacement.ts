/** What `re.sub` puts in the place of a match. */
import { regexError } from './regex-tree.ts';

const ESCAPES: Readonly<Record<string, string>> = {
	a: '\x07',
	b: '\b',
	f: '\f',
	n: '\n',
	r: '\r',
	t: '\t',
	v: '\v',
	'\\': '\\'
};

const ESCAPE = /\\(?:g<([^>]*)>|(0[0-7]{0,2}|[0-3][0-7]{2})|([1-9][0-9]?)|([^]?))/gu;

/** A text, or the number of a group. */
export type ReplacementPart = string | number;

function groupOf(name: string, groups: number, names: ReadonlyMap<string, number>): number {
	const number = /^[0-9]+$/.test(name) ? Number(name) : names.get(name);
	if (number === undefined) return regexError(`unknown group name '${name}'`);
	return number > groups ? regexError(`invalid group reference ${number}`) : number;
}

function plain(escaped: string): string {
	if (escaped === '') return regexError('bad escape (end of pattern)');
	const known = ESCAPES[escaped];
	if (known !== undefined) return known;
	return /^[A-Za-z]$/.test(escaped) ? regexError(`bad escape \\${escaped}`) : `\\${escaped}`;
}

/** @throws RegexRefused as Python raises `re.error` */
export function readReplacement(
	text: string,
	groups: number,
	names: ReadonlyMap<string, number>
): ReplacementPart[] {
	const parts: ReplacementPart[] = [];
	let at = 0;
	for (const match of text.matchAll(ESCAPE)) {
		parts.push(text.slice(at, match.index));
		at = match.index + match[0].length;
		const [, name, octal, number, other] = match;
		if (name !== undefined) parts.push(groupOf(name, groups, names));
		else if (octal !== undefined) parts.push(String.fromCharCode(parseInt(octal, 8)));
		else if (number !== undefined) parts.push(groupOf(number, groups, names));
		else parts.push(plain(other ?? ''));
	}
	parts.push(text.slice(at));
	return parts.filter((part) => part !== '');
}
