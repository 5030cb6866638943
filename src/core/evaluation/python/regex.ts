/**
 * Python's `re`, for what it has in common with JavaScript's regular expressions: a pattern means here
 * what it means there, or it is refused by name.
 */
import { parseRegex } from './regex-parse.ts';
import { readReplacement } from './regex-replacement.ts';
import { regexUnsupported, type ParsedRegex } from './regex-tree.ts';
import { writeRegex } from './regex-write.ts';

export { RegexRefused } from './regex-tree.ts';

export interface RegexMatch {
	/** In UTF-16 units. */
	readonly start: number;
	readonly end: number;
	/** The whole match, then what each group caught; undefined: it did not take part. */
	readonly groups: readonly (string | undefined)[];
}

/** Python takes them for an i when case is ignored, and JavaScript does not. */
const OTHER_I = /[\u0130\u0131]/;

export class PythonRegex {
	readonly pattern: string;
	/** How many groups capture. */
	readonly groupCount: number;
	readonly #names: ReadonlyMap<string, number>;
	readonly #source: string;
	readonly #flags: string;

	/** @throws RegexRefused for what Python refuses, and for what would mean something else here */
	constructor(pattern: string) {
		const parsed: ParsedRegex = parseRegex(pattern);
		this.pattern = pattern;
		this.groupCount = parsed.groups;
		this.#names = parsed.names;
		this.#source = writeRegex(parsed);
		this.#flags = parsed.flags.ignoreCase ? 'iu' : 'u';
	}

	/** As `finditer`. */
	*#matches(text: string): Generator<RegexMatch> {
		if (this.#flags.includes('i') && OTHER_I.test(text)) {
			regexUnsupported('the letters İ and ı where case is ignored');
		}
		const search = new RegExp(this.#source, `g${this.#flags}`);
		for (let at = 0; at <= text.length;) {
			search.lastIndex = at;
			const found = search.exec(text);
			if (found === null) return;
			yield matchOf(found);
			at = found.index + found[0].length;
			if (found[0] !== '') continue;
			const longer = this.#longerAt(text, at);
			if (longer !== null) yield longer;
			at = longer === null ? at + characterLength(text, at) : longer.end;
		}
	}

	/** After an empty match, Python looks for one at the same place that is not. */
	#longerAt(text: string, at: number): RegexMatch | null {
		const before = Array.from(text.slice(0, at)).length;
		const source = `(?:${this.#source})(?<=^[^]{${before + 1},})`;
		const sticky = new RegExp(source, `y${this.#flags}`);
		sticky.lastIndex = at;
		const found = sticky.exec(text);
		return found === null ? null : matchOf(found);
	}

	/** As `findall` where there is no group, or one: what it caught, '' where it took no part. */
	findall(text: string): (string | readonly string[])[] {
		return Array.from(this.#matches(text), ({ groups }) => {
			const caught = groups.map((group) => group ?? '');
			return this.groupCount < 2 ? (caught[this.groupCount] ?? '') : caught.slice(1);
		});
	}

	/**
	 * As `sub`.
	 *
	 * @param replacement with `\1`, `\g<name>` and Python's escapes
	 * @param count how many matches at most; 0: all
	 */
	sub(replacement: string, text: string, count = 0): string {
		const parts = readReplacement(replacement, this.groupCount, this.#names);
		let out = '';
		let at = 0;
		let done = 0;
		for (const { start, end, groups } of this.#matches(text)) {
			if (count > 0 && done === count) break;
			out += text.slice(at, start);
			for (const part of parts) out += typeof part === 'string' ? part : (groups[part] ?? '');
			at = end;
			done += 1;
		}
		return out + text.slice(at);
	}
}

function matchOf(found: RegExpExecArray): RegexMatch {
	return { start: found.index, end: found.index + found[0].length, groups: [...found] };
}

/** In UTF-16 units; 1 at the end. */
function characterLength(text: string, at: number): number {
	return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
