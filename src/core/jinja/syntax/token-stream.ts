/** The tokens of a template, one after the other, and the errors of jinja2's parser. */
import { raise } from '../failure.ts';
import type { Token, TokenType } from './lexer.ts';

/** Brackets, tags and expressions in each other. */
const DEEPEST = 200;

function describe(token: Token): string {
	if (token.type === 'name' || token.type === 'operator') return token.value;
	const words: Partial<Record<TokenType, string>> = {
		block_begin: 'begin of statement block',
		block_end: 'end of statement block',
		variable_begin: 'begin of print statement',
		variable_end: 'end of print statement',
		data: 'template data / text',
		eof: 'end of template'
	};
	return words[token.type] ?? token.type;
}

export class TokenStream {
	readonly #tokens: readonly Token[];
	#at = 0;
	#depth = 0;

	/** @param tokens the last one is `eof` */
	constructor(tokens: readonly Token[]) {
		this.#tokens = tokens;
	}

	#token(at: number): Token {
		const token = this.#tokens[Math.min(at, this.#tokens.length - 1)];
		return token ?? { type: 'eof', value: '', line: 1 };
	}

	get current(): Token {
		return this.#token(this.#at);
	}

	get following(): Token {
		return this.#token(this.#at + 1);
	}

	next(): Token {
		const token = this.current;
		this.#at += 1;
		return token;
	}

	is(type: TokenType, value?: string): boolean {
		const { current } = this;
		return current.type === type && (value === undefined || current.value === value);
	}

	isOperator(value: string): boolean {
		return this.is('operator', value);
	}

	isName(...values: readonly string[]): boolean {
		return this.current.type === 'name' && values.includes(this.current.value);
	}

	/** @returns whether it was there */
	skip(type: TokenType, value: string): boolean {
		const isThere = this.is(type, value);
		if (isThere) this.#at += 1;
		return isThere;
	}

	/** @throws TemplateFailure when another is here */
	expect(type: TokenType, value?: string): Token {
		if (this.is(type, value)) return this.next();
		const wanted = describe({ type, value: value ?? type, line: 0 });
		if (this.current.type === 'eof') this.fail(`unexpected end of template, expected '${wanted}'.`);
		return this.fail(`expected token '${wanted}', got '${describe(this.current)}'`);
	}

	unexpected(): never {
		return this.fail(`unexpected '${describe(this.current)}'`);
	}

	fail(message: string): never {
		return raise('TemplateSyntaxError', message);
	}

	/** Reads something that may have its like inside. */
	nested<T>(read: () => T): T {
		if (this.#depth >= DEEPEST) this.fail('too many nested blocks, brackets or operators');
		this.#depth += 1;
		try {
			return read();
		} finally {
			this.#depth -= 1;
		}
	}
}
