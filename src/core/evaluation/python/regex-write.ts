/** Writes a Python regular expression as a JavaScript one that means the same, with the flag `u`. */
import {
	capturesIn,
	optionalCaptures,
	regexUnsupported,
	widthOf,
	type ClassItem,
	type ParsedRegex,
	type RegexFlags,
	type RegexNode
} from './regex-tree.ts';
import { SPACE } from './white-space.ts';

/** The insides of classes: what `str.isspace`, `isdecimal` and `isalnum` hold for. */
const CLASSES = {
	unicode: { d: '\\p{Nd}', s: SPACE, w: '\\p{L}\\p{N}_' },
	ascii: { d: '0-9', s: '\\t-\\r ', w: 'a-zA-Z0-9_' }
};

function escapeCode(code: number): string {
	const isPlain = /^[a-zA-Z0-9 ]$/.test(String.fromCodePoint(code));
	return isPlain ? String.fromCodePoint(code) : `\\u{${code.toString(16)}}`;
}

class Writer {
	readonly #flags: RegexFlags;
	readonly #optional: ReadonlySet<number>;

	constructor({ root, flags }: ParsedRegex) {
		this.#flags = flags;
		this.#optional = new Set(optionalCaptures(root));
	}

	#class(name: 'd' | 's' | 'w'): string {
		return CLASSES[this.#flags.ascii ? 'ascii' : 'unicode'][name];
	}

	#member(item: Exclude<ClassItem, { isNegated: boolean }>): string {
		const from = escapeCode(item.from);
		return item.from === item.to ? from : `${from}-${escapeCode(item.to)}`;
	}

	#set({ items, isNegated }: Extract<RegexNode, { type: 'set' }>): string {
		const plain = items
			.map((item) => {
				if (item.type === 'range') return this.#member(item);
				return item.isNegated ? '' : this.#class(item.name);
			})
			.join('');
		const outside = items.flatMap((item) =>
			item.type === 'class' && item.isNegated ? [`[^${this.#class(item.name)}]`] : []
		);
		if (outside.length === 0) return `[${isNegated ? '^' : ''}${plain}]`;
		const any = [...(plain === '' ? [] : [`[${plain}]`]), ...outside].join('|');
		return isNegated ? `(?:(?!${any})[^])` : `(?:${any})`;
	}

	#at(place: Extract<RegexNode, { type: 'at' }>['place']): string {
		const { multiline } = this.#flags;
		const word = `[${this.#class('w')}]`;
		switch (place) {
			case 'A':
				return '^';
			case 'Z':
				return '$';
			case '^':
				return multiline ? '(?<![^\\n])' : '^';
			case '$':
				return multiline ? '(?![^\\n])' : '(?=\\n?$)';
			case 'b':
				return `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;
			case 'B':
				// In an empty text there is neither, for Python.
				return `(?!^$)(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`;
		}
	}

	/** JavaScript forgets at each pass what groups caught; Python does not. */
	#checkRepeat({ body, most }: Extract<RegexNode, { type: 'repeat' }>): void {
		if (most <= 1 || capturesIn(body).length === 0) return;
		if (optionalCaptures(body).length > 0) {
			regexUnsupported('a repeated group with groups inside that need not match each time');
		}
		if (widthOf(body).least === 0) {
			regexUnsupported('a repeated group that may be empty and has groups inside');
		}
	}

	#repeat(node: Extract<RegexNode, { type: 'repeat' }>): string {
		this.#checkRepeat(node);
		const { least, most, isLazy } = node;
		const times = `{${least},${most === Infinity ? '' : most}}${isLazy ? '?' : ''}`;
		return `(?:${this.write(node.body)})${times}`;
	}

	#look(node: Extract<RegexNode, { type: 'look' }>): string {
		// Backwards, JavaScript reads from right to left.
		if (node.isBehind && capturesIn(node.body).length > 0) {
			regexUnsupported('groups that capture in a look-behind');
		}
		const mark = `${node.isBehind ? '<' : ''}${node.isNegated ? '!' : '='}`;
		return `(?${mark}${this.write(node.body)})`;
	}

	/** What did not match matches nothing in Python, and the empty text in JavaScript. */
	#back(number: number): string {
		if (this.#optional.has(number)) {
			regexUnsupported('a reference back to a group that need not match');
		}
		return `(?:\\${number})`;
	}

	#all(nodes: readonly RegexNode[], between: string): string {
		return nodes.map((each) => this.write(each)).join(between);
	}

	#any(): string {
		return this.#flags.dotAll ? '[^]' : '[^\\n]';
	}

	#group(node: Extract<RegexNode, { type: 'group' }>): string {
		return `(${node.number === null ? '?:' : ''}${this.write(node.body)})`;
	}

	write(node: RegexNode): string {
		switch (node.type) {
			case 'sequence':
				return this.#all(node.items, '');
			case 'choice':
				return `(?:${this.#all(node.branches, '|')})`;
			case 'literal':
				return escapeCode(node.code);
			case 'any':
				return this.#any();
			case 'set':
				return this.#set(node);
			case 'at':
				return this.#at(node.place);
			case 'group':
				return this.#group(node);
			case 'back':
				return this.#back(node.number);
			case 'look':
				return this.#look(node);
			case 'repeat':
				return this.#repeat(node);
		}
	}
}

/**
 * @returns the source of a regular expression for the flag `u`, and `i` where case is ignored
 * @throws RegexRefused where JavaScript would mean something else
 */
export function writeRegex(parsed: ParsedRegex): string {
	if (parsed.flags.ignoreCase && parsed.flags.ascii) {
		regexUnsupported('the flags a and i together');
	}
	return new Writer(parsed).write(parsed.root);
}
