/** Reads a regular expression by the rules of CPython's `re._parser`, for texts, without the flag `x`. */
import {
	regexError,
	regexUnsupported,
	widthOf,
	type ParsedRegex,
	type RegexFlags,
	type RegexNode
} from './regex-tree.ts';
import { RegexReader } from './regex-reader.ts';
import { readEscape, readSet } from './regex-set.ts';

/** Deeper ones are written to break things. */
const DEEPEST = 200;

const FLAG_NAMES: Readonly<Record<string, keyof RegexFlags | 'default'>> = {
	i: 'ignoreCase',
	m: 'multiline',
	s: 'dotAll',
	a: 'ascii',
	u: 'default'
};

type Repeat = Extract<RegexNode, { type: 'repeat' }>;

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const GLOBAL_FLAGS = /^\(\?([a-zA-Z]+)\)/;
const COUNT = /\{(\d*)(?:(,)(\d*))?\}/y;

function checkCount(least: number, most: number): void {
	if (most < least) regexError('min repeat greater than max repeat');
	if (least > 65535 || (most > 65535 && most !== Infinity)) {
		regexUnsupported('more than 65,535 repetitions');
	}
}

class Parser {
	readonly #reader: RegexReader;
	readonly #names = new Map<string, number>();
	readonly #open = new Set<number>();
	#groups = 0;
	#depth = 0;

	constructor(pattern: string) {
		this.#reader = new RegexReader(pattern);
	}

	parse(flags: RegexFlags): ParsedRegex {
		const root = this.#choice();
		if (this.#reader.next !== undefined) regexError('unbalanced parenthesis');
		return { root, flags, groups: this.#groups, names: this.#names };
	}

	#choice(): RegexNode {
		this.#depth += 1;
		if (this.#depth > DEEPEST) regexUnsupported(`more than ${DEEPEST} groups in each other`);
		const branches = [this.#sequence()];
		while (this.#reader.skip('|')) branches.push(this.#sequence());
		this.#depth -= 1;
		const [only] = branches;
		return branches.length === 1 && only !== undefined ? only : { type: 'choice', branches };
	}

	#sequence(): RegexNode {
		const items: RegexNode[] = [];
		for (
			let { next } = this.#reader;
			next !== undefined && next !== '|' && next !== ')';
			next = this.#reader.next
		) {
			const item = this.#item();
			if (item !== null) items.push(this.#repeated(item));
		}
		return { type: 'sequence', items };
	}

	/** @returns null for a comment */
	#item(): RegexNode | null {
		const reader = this.#reader;
		const character = reader.next ?? '';
		if (character === '(') return this.#group();
		if (character === '\\') return readEscape(reader, (number) => this.#back(number));
		if ('*+?'.includes(character) || this.#count() !== null) regexError('nothing to repeat');
		reader.at += 1;
		if (character === '[') return readSet(reader);
		if (character === '.') return { type: 'any' };
		if (character === '^' || character === '$') return { type: 'at', place: character };
		return { type: 'literal', code: character.codePointAt(0) ?? 0 };
	}

	/** What `{2,3}` says, if it comes next; anything else in braces is a text. */
	#count(): { least: number; most: number; length: number } | null {
		const { characters, at } = this.#reader;
		if (characters[at] !== '{') return null;
		COUNT.lastIndex = 0;
		const match = COUNT.exec(characters.slice(at, at + 24).join(''));
		if (match === null || match[0] === '{}') return null;
		const [whole, from = '', comma, to = ''] = match;
		const least = from === '' ? 0 : Number(from);
		const most = comma === undefined ? least : to === '' ? Infinity : Number(to);
		checkCount(least, most);
		return { least, most, length: whole.length };
	}

	#times(): Pick<Repeat, 'least' | 'most'> | null {
		const reader = this.#reader;
		if (reader.skip('*')) return { least: 0, most: Infinity };
		if (reader.skip('+')) return { least: 1, most: Infinity };
		if (reader.skip('?')) return { least: 0, most: 1 };
		const count = this.#count();
		if (count === null) return null;
		reader.at += count.length;
		return { least: count.least, most: count.most };
	}

	#repeated(body: RegexNode): RegexNode {
		const reader = this.#reader;
		const times = this.#times();
		if (times === null) return body;
		if (body.type === 'at') regexError('nothing to repeat');
		const isLazy = reader.skip('?');
		if (!isLazy && reader.next === '+') regexUnsupported('possessive repetition (*+, ++, ?+)');
		if (this.#times() !== null) regexError('multiple repeat');
		return { type: 'repeat', body, ...times, isLazy };
	}

	#back(number: number): RegexNode {
		if (number > this.#groups) regexError(`invalid group reference ${number}`);
		if (this.#open.has(number)) regexError('cannot refer to an open group');
		return { type: 'back', number };
	}

	#closed(body: RegexNode): RegexNode {
		if (!this.#reader.skip(')')) regexError('missing ), unterminated subpattern');
		return body;
	}

	#capturing(name: string | null): RegexNode {
		this.#groups += 1;
		const number = this.#groups;
		if (name !== null) {
			if (!IDENTIFIER.test(name)) regexUnsupported(`the group name ${name}`);
			if (this.#names.has(name)) regexError(`redefinition of group name '${name}'`);
			this.#names.set(name, number);
		}
		this.#open.add(number);
		const body = this.#closed(this.#choice());
		this.#open.delete(number);
		return { type: 'group', body, number };
	}

	#look(isBehind: boolean, isNegated: boolean): RegexNode {
		const body = this.#closed(this.#choice());
		const { least, most } = widthOf(body);
		if (isBehind && least !== most) regexError('look-behind requires fixed-width pattern');
		return { type: 'look', body, isBehind, isNegated };
	}

	#group(): RegexNode | null {
		const reader = this.#reader;
		reader.skip('(');
		if (!reader.skip('?')) return this.#capturing(null);
		if (reader.skip(':'))
			return { type: 'group', body: this.#closed(this.#choice()), number: null };
		if (reader.skip('#')) {
			reader.upTo(')', 'comment');
			return null;
		}
		for (const [mark, isBehind, isNegated] of [
			['=', false, false],
			['!', false, true],
			['<=', true, false],
			['<!', true, true]
		] as const) {
			if (reader.skip(mark)) return this.#look(isBehind, isNegated);
		}
		return this.#named();
	}

	#named(): RegexNode {
		const reader = this.#reader;
		if (reader.skip('P<')) return this.#capturing(reader.upTo('>', 'name'));
		if (reader.skip('P=')) {
			const name = reader.upTo(')', 'name');
			const number = this.#names.get(name);
			return number === undefined ? regexError(`unknown group name '${name}'`) : this.#back(number);
		}
		if (reader.next === '(') regexUnsupported('a conditional, (?(…)…|…)');
		if (reader.next === '>') regexUnsupported('an atomic group, (?>…)');
		const rest = reader.characters.slice(reader.at).join('');
		const flags = /^[aiLmsux]*(?:-[imsx]+)?:/.exec(rest)?.[0];
		if (flags !== undefined) regexUnsupported(`flags for a part, (?${flags}…)`);
		if (/^[aiLmsux]+\)/.test(rest)) regexError('global flags not at the start of the expression');
		return regexError(`unknown extension ?${reader.next ?? ''}`);
	}
}

/** Flags at the beginning, `(?is)`. @returns them, and the rest of the pattern */
function takeFlags(pattern: string): [RegexFlags, string] {
	const flags = { ignoreCase: false, multiline: false, dotAll: false, ascii: false };
	let rest = pattern;
	for (let match = GLOBAL_FLAGS.exec(rest); match !== null; match = GLOBAL_FLAGS.exec(rest)) {
		for (const letter of match[1] ?? '') {
			const name = FLAG_NAMES[letter];
			if (name === undefined) regexUnsupported(`the flag ${letter}`);
			if (name !== 'default') flags[name] = true;
		}
		rest = rest.slice(match[0].length);
	}
	return [flags, rest];
}

/** @throws RegexRefused for what Python refuses, and for what is not done here */
export function parseRegex(pattern: string): ParsedRegex {
	const [flags, rest] = takeFlags(pattern);
	return new Parser(rest).parse(flags);
}
