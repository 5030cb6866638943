/** What a string in a template says: Python's escapes, decoded as `unicode-escape` does. */
import { SIMPLE_ESCAPES } from '../../python-escapes.ts';
import { raise, unsupported } from '../failure.ts';

const SIMPLE: Readonly<Record<string, string>> = { '\n': '', ...SIMPLE_ESCAPES };

const ESCAPE =
	/\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([xuU])|(N)|([^]))|\\$/gu;

const WIDTHS: Readonly<Record<string, string>> = { x: 'xXX', u: 'uXXXX', U: 'UXXXXXXXX' };

function fromCode(digits: string, base: number): string {
	const code = parseInt(digits, base);
	if (code > 0x10ffff) raise('TemplateSyntaxError', 'illegal Unicode character');
	if (code >= 0xd800 && code <= 0xdfff) unsupported('half of a character in a string');
	return String.fromCodePoint(code);
}

/** jinja2 writes all but ASCII as escapes first: a backslash before such a letter then escapes the escape. */
function asAscii(text: string): string {
	return text.replace(/[^\0-\x7f]/gu, (character) => {
		const code = character.codePointAt(0) ?? 0;
		const hex = code.toString(16);
		if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
		return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
	});
}

/** @param text what is between the quotes */
export function readString(text: string): string {
	if (!text.includes('\\')) return text;
	return asAscii(text).replace(
		ESCAPE,
		(
			whole,
			octal?: string,
			x?: string,
			u?: string,
			wide?: string,
			cut?: string,
			named?: string,
			other?: string
		) => {
			if (octal !== undefined) return fromCode(octal, 8);
			const hex = x ?? u ?? wide;
			if (hex !== undefined) return fromCode(hex, 16);
			if (cut !== undefined) {
				raise('TemplateSyntaxError', `truncated \\${WIDTHS[cut] ?? ''} escape`);
			}
			if (named !== undefined) unsupported('characters by name in a string');
			if (other === undefined) raise('TemplateSyntaxError', '\\ at end of string');
			return SIMPLE[other] ?? whole;
		}
	);
}
