/** JSON as Python reads it: whole numbers of any size are `int`, others `float`; keys keep their order. */
import { PyDict } from '#core/jinja/values/dict.ts';
import { PyList, type Value } from '#core/jinja/values/object.ts';
import { Str } from '#core/jinja/values/text.ts';

export class JsonError extends Error {
	/** In UTF-16 units. */
	readonly at: number;

	constructor(message: string, at: number) {
		super(message);
		this.name = 'JsonError';
		this.at = at;
	}
}

const DEEPEST = 100;
const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
// eslint-disable-next-line no-control-regex -- these may not stand in a text
const STRING = /"(?:[^"\\\0-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORDS: readonly (readonly [string, Value])[] = [
	['true', true],
	['false', false],
	['null', null]
];

class Reader {
	readonly #text: string;
	#at: number;

	constructor(text: string, at: number) {
		this.#text = text;
		this.#at = at;
	}

	get at(): number {
		return this.#at;
	}

	#fail(message: string): never {
		throw new JsonError(message, this.#at);
	}

	#match(pattern: RegExp): RegExpExecArray | null {
		pattern.lastIndex = this.#at;
		const match = pattern.exec(this.#text);
		if (match !== null) this.#at += match[0].length;
		return match;
	}

	space(): void {
		this.#match(SPACE);
	}

	#skip(text: string): boolean {
		this.space();
		if (!this.#text.startsWith(text, this.#at)) return false;
		this.#at += text.length;
		return true;
	}

	value(depth: number): Value {
		if (depth > DEEPEST) this.#fail(`it nests more than ${DEEPEST} levels`);
		this.space();
		const character = this.#text.charAt(this.#at);
		if (character === '"') return Str.of(this.#string());
		if (this.#skip('{')) return this.#object(depth);
		if (this.#skip('[')) return this.#list(depth);
		return this.#number() ?? this.#word();
	}

	#string(): string {
		const match = this.#match(STRING);
		return match === null ? this.#fail('a text does not end') : (JSON.parse(match[0]) as string);
	}

	#number(): Value | undefined {
		const match = this.#match(NUMBER);
		if (match === null) return undefined;
		const [text, fraction, exponent] = match;
		return fraction === undefined && exponent === undefined ? BigInt(text) : Number(text);
	}

	#word(): Value {
		const found = WORDS.find(([word]) => this.#skip(word));
		return found === undefined ? this.#fail('a value is expected') : found[1];
	}

	#list(depth: number): Value {
		const items: Value[] = [];
		if (this.#skip(']')) return new PyList(items);
		do items.push(this.value(depth + 1));
		while (this.#skip(','));
		return this.#skip(']') ? new PyList(items) : this.#fail('a , or ] is expected');
	}

	#object(depth: number): Value {
		const entries: (readonly [Value, Value])[] = [];
		const names = new Set<string>();
		if (this.#skip('}')) return new PyDict();
		do {
			this.space();
			const name = this.#string();
			if (names.has(name)) this.#fail(`the key ${name} is there twice`);
			names.add(name);
			if (!this.#skip(':')) this.#fail('a : is expected');
			entries.push([Str.of(name), this.value(depth + 1)]);
		} while (this.#skip(','));
		return this.#skip('}') ? new PyDict(entries) : this.#fail('a , or } is expected');
	}
}

/** @throws JsonError for what is no JSON, nests too deeply, or has a key twice */
export function readJson(text: string): Value {
	const reader = new Reader(text, 0);
	const value = reader.value(0);
	reader.space();
	if (reader.at < text.length) throw new JsonError('something follows the value', reader.at);
	return value;
}
