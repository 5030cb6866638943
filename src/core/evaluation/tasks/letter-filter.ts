/** The filter `multi_choice_regex`: which of the lettered choices an answer names. */
import { PythonRegex } from '../python/regex.ts';
import { strip } from '../python/white-space.ts';
import { findFirst } from './regex-filter.ts';

export interface LetterOptions {
	readonly regex: PythonRegex;
	readonly place: number;
	readonly fallback: string;
	readonly ignoreCase: boolean;
	readonly ignorePunctuation: boolean;
	/** What is taken out before choices are looked for. */
	readonly ignored: readonly PythonRegex[];
}

const STEP = 'multi_choice_regex';

/** As `re.escape`. */
function escapePattern(text: string): string {
	return text.replace(/[()[\]{}?*+\-|^$\\.&~# \t\n\r\v\f]/g, '\\$&');
}

function withoutIgnored(text: string, options: LetterOptions): string {
	let rest = text;
	for (const regex of options.ignored) rest = regex.sub('', rest);
	if (options.ignoreCase) rest = rest.toLowerCase();
	return options.ignorePunctuation ? rest.replace(/\p{P}/gu, '') : rest;
}

function byLength(a: string, b: string): number {
	return Array.from(b).length - Array.from(a).length;
}

/** @returns what an answer comes to: `(B)`, what the pattern caught, or the fallback */
export function chooseByLetter(
	options: LetterOptions,
	choices: readonly string[]
): (answer: string) => string {
	const { regex, place, fallback } = options;
	const texts = choices.map((choice) => withoutIgnored(strip(choice), options));
	const letters = choices.map((_, i) => String.fromCharCode(65 + i));
	const letterOfText = new Map(texts.map((text, i) => [text, `(${letters[i] ?? ''})`]));
	const letterOfLetter = new Map(letters.map((letter) => [letter, `(${letter})`]));
	const someText = new PythonRegex(texts.map(escapePattern).sort(byLength).join('|'));
	const someLetter = new PythonRegex(`:[\\s]*(${letters.join('|')})`);

	const find = (pattern: PythonRegex, text: string, names: ReadonlyMap<string, string>): string => {
		const found = strip(findFirst(pattern, text, place, STEP) ?? '');
		return found === '' ? '' : (names.get(found) ?? found);
	};
	return (answer) =>
		find(regex, answer, new Map()) ||
		find(someText, withoutIgnored(answer, options), letterOfText) ||
		find(someLetter, answer, letterOfLetter) ||
		fallback;
}
