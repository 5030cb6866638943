/** Goes through a pattern, code point by code point. */
import { regexError } from './regex-tree.ts';

export class RegexReader {
	readonly characters: readonly string[];
	at = 0;

	constructor(pattern: string) {
		this.characters = Array.from(pattern);
	}

	get next(): string | undefined {
		return this.characters[this.at];
	}

	skip(text: string): boolean {
		const end = this.at + text.length;
		if (this.characters.slice(this.at, end).join('') !== text) return false;
		this.at = end;
		return true;
	}

	/** @returns what is before the end mark, which is skipped */
	upTo(mark: string, what: string): string {
		const end = this.characters.indexOf(mark, this.at);
		if (end === -1) return regexError(`missing ${mark}, unterminated ${what}`);
		const text = this.characters.slice(this.at, end).join('');
		this.at = end + 1;
		return text;
	}
}
