/** The grammar of Python's `json.loads`: JSON, and NaN, Infinity and -Infinity. */
import type { PythonJson } from './json-value.ts';

/** Far above what documents need, far below what a stack bears. */
const DEPTH_LIMIT = 100;
/** A longer whole number is not a number that anybody wrote; Python's own limit. */
const DIGIT_LIMIT = 4300;

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
const WORDS = /null|true|false|NaN|-?Infinity/y;

const MEANING: Readonly<Record<string, PythonJson>> = {
	null: null,
	true: true,
	false: false,
	NaN: { kind: 'float', value: NaN },
	Infinity: { kind: 'float', value: Infinity },
	'-Infinity': { kind: 'float', value: -Infinity }
};

/** Past the quotation mark; a regular expression would run out of stack on a long string. @returns −1 without one */
function endOfString(text: string, start: number): number {
	for (let at = start + 1; at < text.length; at++) {
		if (text[at] === '\\') at += 1;
		else if (text[at] === '"') return at + 1;
	}
	return -1;
}

export class PythonJsonReader {
	readonly #text: string;
	#at = 0;

	constructor(text: string) {
		this.#text = text;
	}

	/** @throws SyntaxError with the place, in UTF-16 units from 0 */
	read(): PythonJson {
		const value = this.#value(0);
		this.#take(SPACE);
		if (this.#at < this.#text.length) this.#fail('the end');
		return value;
	}

	#fail(expected: string): never {
		throw new SyntaxError(`expected ${expected} at character ${this.#at}`);
	}

	#take(pattern: RegExp): RegExpExecArray | null {
		pattern.lastIndex = this.#at;
		const found = pattern.exec(this.#text);
		if (found !== null) this.#at += found[0].length;
		return found;
	}

	#takes(character: string): boolean {
		this.#take(SPACE);
		if (this.#text[this.#at] !== character) return false;
		this.#at += 1;
		return true;
	}

	#value(depth: number): PythonJson {
		if (depth > DEPTH_LIMIT) this.#fail(`at most ${DEPTH_LIMIT} levels`);
		if (this.#takes('{')) return this.#object(depth);
		if (this.#takes('[')) return this.#list(depth);
		if (this.#text[this.#at] === '"') return this.#string();
		const word = this.#take(WORDS);
		if (word !== null) return MEANING[word[0]] ?? null;
		const number = this.#take(NUMBER);
		if (number === null) return this.#fail('a value');
		const [text, whole = '', fraction, exponent] = number;
		if (fraction !== undefined || exponent !== undefined) {
			return { kind: 'float', value: Number(text) };
		}
		if (whole.length > DIGIT_LIMIT) this.#fail(`at most ${DIGIT_LIMIT} digits`);
		return { kind: 'int', value: BigInt(whole) };
	}

	#string(): string {
		const start = this.#at;
		const end = endOfString(this.#text, start);
		if (this.#text[start] !== '"' || end === -1) return this.#fail('a string');
		this.#at = end;
		try {
			return JSON.parse(this.#text.slice(start, end)) as string;
		} catch {
			return this.#fail('a string without mistakes before this');
		}
	}

	#list(depth: number): PythonJson[] {
		const items: PythonJson[] = [];
		if (this.#takes(']')) return items;
		do items.push(this.#value(depth + 1));
		while (this.#takes(','));
		if (!this.#takes(']')) this.#fail('a comma or ]');
		return items;
	}

	#object(depth: number): Map<string, PythonJson> {
		const fields = new Map<string, PythonJson>();
		if (this.#takes('}')) return fields;
		do {
			this.#take(SPACE);
			const key = this.#string();
			if (!this.#takes(':')) this.#fail('a colon');
			fields.set(key, this.#value(depth + 1));
		} while (this.#takes(','));
		if (!this.#takes('}')) this.#fail('a comma or }');
		return fields;
	}
}
