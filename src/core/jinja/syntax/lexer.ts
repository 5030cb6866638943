/** Cuts a template into tokens, by the rules of jinja2's lexer. */
import { environment } from '../environment.ts';
import { raise } from '../failure.ts';
import { isSpace, SPACE, trailingSpace } from '../values/unicode.ts';
import { readString } from './string-literal.ts';

export type TokenType =
	| 'block_begin'
	| 'block_end'
	| 'data'
	| 'eof'
	| 'float'
	| 'integer'
	| 'name'
	| 'operator'
	| 'string'
	| 'variable_begin'
	| 'variable_end';

export interface Token {
	readonly type: TokenType;
	/** Of strings: what they say, without quotes. */
	readonly value: string;
	readonly line: number;
}

const START = /\{[{%#]/g;
const RAW_START = new RegExp(`\\{%[-+]?[${SPACE}]*raw[${SPACE}]*(?:-%\\}[${SPACE}]*|%\\})`, 'y');

/** Where tags end. @param after what of a line end goes with the tag */
function endsOf(after: string) {
	const block = `\\+%\\}|-%\\}[${SPACE}]*|%\\}${after}`;
	return {
		raw: new RegExp(`\\{%([-+]?)[${SPACE}]*endraw[${SPACE}]*(?:${block})`, 'g'),
		comment: new RegExp(`\\+#\\}|-#\\}[${SPACE}]*|#\\}${after}`, 'g'),
		block: new RegExp(block, 'y')
	};
}

const TRIMMED_ENDS = endsOf('\\n?');
const PLAIN_ENDS = endsOf('');
const VARIABLE_END = new RegExp(`-\\}\\}[${SPACE}]*|\\}\\}`, 'y');
const SPACE_RUN = new RegExp(`[${SPACE}]+`, 'y');

const FLOAT = /(?<!\.)(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?e[+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/iy;
const INTEGER = /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/iy;
const NAME = /[\p{L}\p{N}\p{M}_\u00b7\u0387\u1369-\u1371\u19da\u2118\u212e\u309b\u309c]+/uy;
const IDENTIFIER = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;
const STRING = /'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*"/sy;
const OPERATOR = /\/\/|\*\*|==|!=|>=|<=|[-+/*%~[\](){}><=.:|,;]/y;

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '(': ')', '[': ']' };

function syntaxError(message: string): never {
	return raise('TemplateSyntaxError', message);
}

function countLines(text: string): number {
	return text.split('\n').length - 1;
}

class Lexer {
	readonly tokens: Token[] = [];
	readonly #source: string;
	readonly #trims: boolean;
	readonly #ends: ReturnType<typeof endsOf>;
	#at = 0;
	#line = 1;
	/** Whether the last thing that was read ended a line. */
	#startsLine = true;

	constructor(source: string, trims: boolean) {
		this.#source = source;
		this.#trims = trims;
		this.#ends = trims ? TRIMMED_ENDS : PLAIN_ENDS;
	}

	run(): Token[] {
		while (this.#at < this.#source.length) {
			START.lastIndex = this.#at;
			const start = START.exec(this.#source);
			if (start === null) {
				this.#data(this.#source.slice(this.#at));
				break;
			}
			this.#tag(start.index, start[0]);
		}
		this.#add('eof', '');
		return this.tokens;
	}

	#add(type: TokenType, value: string): void {
		this.tokens.push({ type, value, line: this.#line });
	}

	#data(text: string): void {
		if (text !== '') this.#add('data', text);
		this.#line += countLines(text);
	}

	/** Moves past what was read. */
	#advance(text: string): void {
		this.#at += text.length;
		this.#startsLine = text.endsWith('\n');
	}

	#match(pattern: RegExp): string | null {
		pattern.lastIndex = this.#at;
		return pattern.exec(this.#source)?.[0] ?? null;
	}

	/** White space before a tag: `-` takes it all away, and of a tag on a line of its own the indentation goes. */
	#textBefore(text: string, sign: string, isVariable: boolean): string {
		if (sign === '-') return text.slice(0, trailingSpace(text));
		if (sign === '+' || isVariable || !this.#trims) return text;
		const lineStart = text.lastIndexOf('\n') + 1;
		const startsHere = lineStart > 0 || this.#startsLine;
		return startsHere && isSpace(text.slice(lineStart)) ? text.slice(0, lineStart) : text;
	}

	#tag(start: number, opening: string): void {
		const text = this.#source.slice(this.#at, start);
		const signAt = this.#source.charAt(start + 2);
		const sign = signAt === '-' || signAt === '+' ? signAt : '';
		const kept = this.#textBefore(text, sign, opening === '{{');
		this.#data(kept);
		this.#line += countLines(text) - countLines(kept);
		this.#advance(text);
		const raw = opening === '{%' ? this.#match(RAW_START) : null;
		if (raw !== null) {
			this.#raw(raw);
			return;
		}
		if (opening !== '{#') this.#add(opening === '{{' ? 'variable_begin' : 'block_begin', opening);
		this.#advance(opening + sign);
		if (opening === '{#') this.#comment();
		else this.#inside(opening === '{{' ? VARIABLE_END : this.#ends.block);
	}

	#raw(opening: string): void {
		this.#line += countLines(opening);
		this.#advance(opening);
		this.#ends.raw.lastIndex = this.#at;
		const end = this.#ends.raw.exec(this.#source);
		if (end === null) return syntaxError('Missing end of raw directive');
		const text = this.#source.slice(this.#at, end.index);
		this.#data(this.#textBefore(text, end[1] ?? '', false));
		this.#advance(text);
		this.#line += countLines(end[0]);
		this.#advance(end[0]);
	}

	#comment(): void {
		this.#ends.comment.lastIndex = this.#at;
		const end = this.#ends.comment.exec(this.#source);
		if (end === null) return syntaxError('Missing end of comment tag');
		const text = this.#source.slice(this.#at, end.index + end[0].length);
		this.#line += countLines(text);
		this.#advance(text);
	}

	/** @param closing what ends the tag, outside of brackets */
	#inside(closing: RegExp): void {
		const open: string[] = [];
		for (;;) {
			const end = open.length === 0 ? this.#match(closing) : null;
			if (end !== null) {
				this.#add(closing === VARIABLE_END ? 'variable_end' : 'block_end', end);
				this.#line += countLines(end);
				this.#advance(end);
				return;
			}
			if (this.#at >= this.#source.length) return;
			this.#token(open);
		}
	}

	#token(open: string[]): void {
		const space = this.#match(SPACE_RUN);
		if (space !== null) {
			this.#line += countLines(space);
			this.#advance(space);
			return;
		}
		const found = this.#word() ?? this.#operator(open);
		if (found !== null) {
			this.#line += countLines(found);
			this.#advance(found);
			return;
		}
		const at = String.fromCodePoint(this.#source.codePointAt(this.#at) ?? 0);
		syntaxError(`unexpected char '${at}' at ${this.#at}`);
	}

	#word(): string | null {
		for (const [type, pattern] of [
			['float', FLOAT],
			['integer', INTEGER]
		] as const) {
			const number = this.#match(pattern);
			if (number === null) continue;
			this.#add(type, number.replaceAll('_', ''));
			return number;
		}
		const name = this.#match(NAME);
		if (name !== null) {
			// Python takes what looks alike for one name.
			if (!IDENTIFIER.test(name) || name.normalize('NFKC') !== name) {
				syntaxError('Invalid character in identifier');
			}
			this.#add('name', name);
			return name;
		}
		const string = this.#match(STRING);
		if (string !== null) this.#add('string', readString(string.slice(1, -1)));
		return string;
	}

	#operator(open: string[]): string | null {
		const operator = this.#match(OPERATOR);
		if (operator === null) return null;
		const closing = CLOSING[operator];
		if (closing !== undefined) open.push(closing);
		if (operator === '}' || operator === ')' || operator === ']') {
			const expected = open.pop();
			if (expected === undefined) syntaxError(`unexpected '${operator}'`);
			if (expected !== operator) syntaxError(`unexpected '${operator}', expected '${expected}'`);
		}
		this.#add('operator', operator);
		return operator;
	}
}

/** @throws TemplateFailure for what is no template */
export function tokenize(source: string): Token[] {
	const { trimsBlocks, keepsLastNewline } = environment();
	// All kinds of line ends are one, and the last of them does not count.
	const text = source.replace(/\r\n?/g, '\n');
	return new Lexer(keepsLastNewline ? text : text.replace(/\n$/, ''), trimsBlocks).run();
}
