/**
 * What a task makes of answers before they are scored: the harness's filters, one after the other.
 *
 * Source: lm_eval/filters of LM Evaluation Harness 0.4.13.
 */
import { PythonRegex, RegexRefused } from '../python/regex.ts';
import { strip } from '../python/white-space.ts';
import { chooseByLetter, type LetterOptions } from './letter-filter.ts';
import { findFirst } from './regex-filter.ts';
import { TaskRefused } from './task-refused.ts';

/** An answer, or what filters made of it. */
export type Filtered = string | number | bigint | boolean | null | readonly Filtered[];

export interface FilterStep {
	readonly function: string;
	/** Its arguments by name, as the task file has them. */
	readonly options: ReadonlyMap<string, unknown>;
}

/** What filters may ask about the document that was answered. */
export interface AnsweredDocument {
	/** Its column `choices`. @throws TaskRefused when it has none */
	readonly choices: () => readonly string[];
}

/** One document's answers to what becomes of them. */
type Filter = (answers: Filtered, document: AnsweredDocument) => Filtered;

const DEFAULT_PATTERN = '#### (\\-?[0-9\\.\\,]+)';
const POS_PATTERN = "\\('([^']*)', '([^']*)'\\)";

/** As Python goes through it: a text letter by letter. */
function itemsOf(value: Filtered, step: string): readonly Filtered[] {
	if (typeof value === 'string') return Array.from(value);
	if (Array.isArray(value)) return value as readonly Filtered[];
	throw new TaskRefused(step, 'it needs texts, and an earlier filter made something else of them');
}

function textIn(value: Filtered, step: string): string {
	if (typeof value === 'string') return value;
	throw new TaskRefused(step, 'it needs texts, and an earlier filter made something else of them');
}

class Options {
	readonly #step: FilterStep;
	readonly #unread: Set<string>;

	constructor(step: FilterStep) {
		this.#step = step;
		this.#unread = new Set(step.options.keys());
	}

	get #name(): string {
		return this.#step.function;
	}

	#take(name: string): unknown {
		this.#unread.delete(name);
		return this.#step.options.get(name);
	}

	#wrong(name: string, wanted: string): never {
		throw new TaskRefused(this.#name, `${name} must be ${wanted}`);
	}

	text(name: string, missing: string): string {
		const value = this.#take(name);
		if (value === undefined) return missing;
		return typeof value === 'string' ? value : this.#wrong(name, 'a text');
	}

	flag(name: string): boolean {
		const value = this.#take(name);
		if (value === undefined) return false;
		return typeof value === 'boolean' ? value : this.#wrong(name, 'true or false');
	}

	whole(name: string, missing: number | null): number {
		const value = this.#take(name);
		if (value === undefined && missing !== null) return missing;
		const number = typeof value === 'bigint' ? Number(value) : value;
		return Number.isSafeInteger(number) ? (number as number) : this.#wrong(name, 'a whole number');
	}

	texts(name: string): readonly string[] {
		const value = this.#take(name) ?? [];
		const isTexts = Array.isArray(value) && value.every((item) => typeof item === 'string');
		return isTexts ? value : this.#wrong(name, 'a list of texts');
	}

	dictionary(name: string): ReadonlyMap<unknown, Filtered> {
		const value = this.#take(name) ?? new Map();
		return value instanceof Map ? value : this.#wrong(name, 'a dictionary');
	}

	any(name: string): Filtered {
		return (this.#take(name) ?? null) as Filtered;
	}

	pattern(name: string, missing: string): PythonRegex {
		return pattern(this.text(name, missing), this.#name);
	}

	/** @throws TaskRefused when there are options that this filter does not have */
	end(): void {
		const [other] = this.#unread;
		if (other !== undefined) throw new TaskRefused(this.#name, `it has no option ${other}`);
	}
}

function pattern(source: string, step: string): PythonRegex {
	try {
		return new PythonRegex(source);
	} catch (cause) {
		if (!(cause instanceof RegexRefused)) throw cause;
		const kind = cause.isUnsupported ? 'not supported here' : 'Python refuses it';
		throw new TaskRefused(step, `the pattern ${source}: ${kind}: ${cause.message}`, cause);
	}
}

/** What a pattern meets in an answer can be refused, too. */
function guarded(filter: Filter, step: string): Filter {
	return (answers, document) => {
		try {
			return filter(answers, document);
		} catch (cause) {
			if (!(cause instanceof RegexRefused)) throw cause;
			throw new TaskRefused(step, `not supported here: ${cause.message}`, cause);
		}
	};
}

function each(step: string, change: (text: string) => Filtered): Filter {
	return (answers) => itemsOf(answers, step).map((answer) => change(textIn(answer, step)));
}

function takeFirst(answers: Filtered): Filtered {
	const [first] = itemsOf(answers, 'take_first');
	if (first === undefined) throw new TaskRefused('take_first', 'there is no answer to take');
	return first;
}

function takeFirstOf(count: number): Filter {
	return (answers) => {
		const items = itemsOf(answers, 'take_first_k');
		if (items.length < count) {
			throw new TaskRefused(
				'take_first_k',
				`it takes ${count} answers, and there are ${items.length}`
			);
		}
		const taken = items.slice(0, count);
		return typeof answers === 'string' ? taken.join('') : taken;
	};
}

/** Of as many, the one that was given first. */
function majority(answers: Filtered): Filtered {
	const counts = new Map<string, number>();
	for (const answer of itemsOf(answers, 'majority_vote')) {
		const text = textIn(answer, 'majority_vote');
		counts.set(text, (counts.get(text) ?? 0) + 1);
	}
	let best: [string, number] | null = null;
	for (const entry of counts) if (best === null || entry[1] > best[1]) best = entry;
	if (best === null) throw new TaskRefused('majority_vote', 'there is no answer to count');
	return [best[0]];
}

function regexFilter(options: Options): Filter {
	const regex = options.pattern('regex_pattern', DEFAULT_PATTERN);
	const place = options.whole('group_select', 0);
	const fallback = options.text('fallback', '[invalid]');
	return (answers) =>
		itemsOf(answers, 'regex').map((answer) => {
			const found = findFirst(regex, typeof answer === 'string' ? answer : '', place, 'regex');
			if (found === null) return fallback;
			return strip(found === '' && regex.groupCount > 1 ? fallback : found);
		});
}

/** The pairs in a list of tuples that was printed; its own pattern has no effect in the harness, either. */
function positions(options: Options): Filter {
	options.pattern('regex_pattern', DEFAULT_PATTERN);
	options.whole('group_select', 0);
	const given = options.any('fallback');
	const fallback = given ?? ['invalid'];
	const pairs = new PythonRegex(POS_PATTERN);
	return each('regex_pos', (text) => {
		const tags = pairs.findall(text).map((pair) => pair[1] ?? '');
		return tags.length === 0 ? fallback : tags;
	});
}

function mapped(options: Options): Filter {
	const dictionary = options.dictionary('mapping_dict');
	const missing = options.any('default_value');
	return each('map', (text) => dictionary.get(text) ?? missing);
}

function letters(options: Options): Filter {
	const settings: LetterOptions = {
		regex: options.pattern('regex_pattern', DEFAULT_PATTERN),
		place: options.whole('group_select', 0),
		fallback: options.text('fallback', '[invalid]'),
		ignoreCase: options.flag('ignore_case'),
		ignorePunctuation: options.flag('ignore_punctuation'),
		ignored: options
			.texts('regexes_to_ignore')
			.map((source) => pattern(source, 'multi_choice_regex'))
	};
	return (answers, document) => {
		const choose = chooseByLetter(settings, document.choices());
		return itemsOf(answers, 'multi_choice_regex').map((answer) =>
			choose(typeof answer === 'string' ? answer : '')
		);
	};
}

const FILTERS: ReadonlyMap<string, (options: Options) => Filter> = new Map<
	string,
	(options: Options) => Filter
>([
	['lowercase', () => each('lowercase', (text) => text.toLowerCase())],
	['majority_vote', () => majority],
	['map', mapped],
	['multi_choice_regex', letters],
	['regex', regexFilter],
	['regex_pos', positions],
	['remove_whitespace', () => each('remove_whitespace', strip)],
	['take_first', () => takeFirst],
	['take_first_k', (options) => takeFirstOf(options.whole('k', null))],
	['uppercase', () => each('uppercase', (text) => text.toUpperCase())]
]);

/** @throws TaskRefused for filters that are not known, and for options that they do not have */
function filterOf(step: FilterStep): Filter {
	const make = FILTERS.get(step.function);
	if (make === undefined) throw new TaskRefused(step.function, 'this filter is not known here');
	const options = new Options(step);
	const filter = make(options);
	options.end();
	return guarded(filter, step.function);
}

/**
 * @param steps in order
 * @returns what makes of one document's answers what is scored: with `take_first` at the end one text
 * @throws TaskRefused, here and when it is used
 */
export function filterPipeline(steps: readonly FilterStep[]): Filter {
	const filters = steps.map(filterOf);
	return (answers, document) =>
		filters.reduce<Filtered>((value, filter) => filter(value, document), answers);
}
