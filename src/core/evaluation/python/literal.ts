/** Python's `ast.literal_eval`: what `doc_to_choice` renders to. */
import { PyDict } from '#core/jinja/values/dict.ts';
import { PyList, PyTuple, type Value } from '#core/jinja/values/object.ts';
import { Str } from '#core/jinja/values/text.ts';
import { SIMPLE_ESCAPES } from '../../python-escapes.ts';

/** @see LiteralError.isUnsupported */
export class LiteralError extends Error {
	/** Whether Python could have read it. */
	readonly isUnsupported: boolean;

	constructor(message: string, isUnsupported = false) {
		super(message);
		this.name = 'LiteralError';
		this.isUnsupported = isUnsupported;
	}
}

const DEEPEST = 50;
const SPACE = /(?:[ \t\f\r\n]|#[^\n]*|\\\n)*/y;
const OUTER_SPACE = /[ \t]*/y;
const NUMBER =
	/(?:0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:[0-9](?:_?[0-9])*)?\.?(?:[0-9](?:_?[0-9])*)?(?:[eE][-+]?[0-9](?:_?[0-9])*)?)/y;
const STRING_START = /([rRuU]?)('''|"""|'|")/y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const ESCAPE =
	/\\(?:(\n)|([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([xuUN])|([^]))/gu;
const WORDS: ReadonlyMap<string, Value> = new Map<string, Value>([
	['True', true],
	['False', false],
	['None', null]
]);

function fail(message: string): never {
	throw new LiteralError(message);
}

function unescape(text: string): string {
	return text.replace(
		ESCAPE,
		(
			whole,
			line?: string,
			octal?: string,
			x?: string,
			u?: string,
			wide?: string,
			cut?: string,
			other?: string
		) => {
			if (line !== undefined) return '';
			if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
			const hex = x ?? u ?? wide;
			if (hex !== undefined) {
				const code = parseInt(hex, 16);
				return code > 0x10ffff ? fail('illegal Unicode character') : String.fromCodePoint(code);
			}
			if (cut === 'N') throw new LiteralError('characters by name', true);
			if (cut !== undefined) fail(`truncated \\${cut} escape`);
			return SIMPLE_ESCAPES[other ?? ''] ?? whole;
		}
	);
}

/** @param written digits, without a sign */
function signed(written: string, isNegative: boolean): Value {
	if (!/^(?:0[xXoObB].*|[0-9]+)$/.test(written)) {
		return isNegative ? -Number(written) : Number(written);
	}
	if (/^0+[1-9]/.test(written)) {
		fail('leading zeros in decimal integer literals are not permitted');
	}
	return isNegative ? -BigInt(written) : BigInt(written);
}

class Reader {
	readonly #text: string;
	#at = 0;

	constructor(text: string) {
		this.#text = text;
	}

	read(): Value {
		this.#match(OUTER_SPACE);
		const value = this.#tuple();
		this.#match(SPACE);
		return this.#at === this.#text.length ? value : fail('invalid syntax');
	}

	#match(pattern: RegExp): RegExpExecArray | null {
		pattern.lastIndex = this.#at;
		const match = pattern.exec(this.#text);
		if (match !== null) this.#at += match[0].length;
		return match;
	}

	#skip(text: string): boolean {
		this.#match(SPACE);
		if (!this.#text.startsWith(text, this.#at)) return false;
		this.#at += text.length;
		return true;
	}

	/** `1, 2` is a tuple without its brackets. */
	#tuple(): Value {
		const first = this.#value(0);
		if (!this.#skip(',')) return first;
		const items = [first];
		while (this.#match(SPACE) !== null && this.#at < this.#text.length) {
			items.push(this.#value(0));
			if (!this.#skip(',')) break;
		}
		return new PyTuple(items);
	}

	#value(depth: number): Value {
		if (depth > DEEPEST) throw new LiteralError(`more than ${DEEPEST} levels`, true);
		if (this.#skip('[')) return new PyList(this.#items(']', depth).items);
		if (this.#skip('(')) {
			const { items, hasComma } = this.#items(')', depth);
			const [only = null] = items;
			return items.length === 1 && !hasComma ? only : new PyTuple(items);
		}
		if (this.#skip('{')) return this.#dict(depth);
		return this.#string() ?? this.#number() ?? this.#word();
	}

	#items(close: string, depth: number): { items: Value[]; hasComma: boolean } {
		const items: Value[] = [];
		let hasComma = false;
		while (!this.#skip(close)) {
			if (items.length > 0 && !hasComma) fail('invalid syntax');
			items.push(this.#value(depth + 1));
			hasComma = this.#skip(',');
		}
		return { items, hasComma };
	}

	#dict(depth: number): Value {
		const entries: (readonly [Value, Value])[] = [];
		let hasComma = true;
		while (!this.#skip('}')) {
			if (!hasComma) fail('invalid syntax');
			const key = this.#value(depth + 1);
			if (!this.#skip(':')) throw new LiteralError('a set', true);
			entries.push([key, this.#value(depth + 1)]);
			hasComma = this.#skip(',');
		}
		return new PyDict(entries);
	}

	/** Texts beside each other are one. */
	#string(): Value | undefined {
		let text: string | undefined;
		for (let part = this.#oneString(); part !== undefined; part = this.#oneString()) {
			text = (text ?? '') + part;
		}
		return text === undefined ? undefined : Str.of(text);
	}

	#oneString(): string | undefined {
		this.#match(SPACE);
		const start = this.#match(STRING_START);
		if (start === null) return undefined;
		const [, prefix = '', quote = ''] = start;
		const from = this.#at;
		for (; !this.#text.startsWith(quote, this.#at); this.#at += 1) {
			const character = this.#text.charAt(this.#at);
			if (character === '' || (character === '\n' && quote.length === 1)) {
				fail('unterminated string literal');
			}
			if (character === '\\') this.#at += 1;
		}
		const inside = this.#text.slice(from, this.#at);
		this.#at += quote.length;
		return prefix.toLowerCase() === 'r' ? inside : unescape(inside);
	}

	#number(): Value | undefined {
		const start = this.#at;
		const sign = this.#skip('-') ? '-' : this.#skip('+') ? '+' : '';
		this.#match(SPACE);
		const written = (this.#match(NUMBER)?.[0] ?? '').replaceAll('_', '');
		if (!/[0-9]/.test(written)) {
			if (sign !== '') fail('malformed node or string');
			this.#at = start;
			return undefined;
		}
		const follows = this.#text.charAt(this.#at);
		if (/^[jJ+-]/.test(follows)) throw new LiteralError('complex numbers', true);
		if (/^[A-Za-z0-9_.]/.test(follows)) fail('invalid decimal literal');
		return signed(written, sign === '-');
	}

	#word(): Value {
		const word = this.#match(WORD)?.[0] ?? '';
		const value = WORDS.get(word);
		return value === undefined ? fail('malformed node or string') : value;
	}
}

/** @throws LiteralError for what Python refuses, and for sets, bytes and complex numbers */
export function literalEval(text: string): Value {
	return new Reader(text).read();
}
