import type { Chooser, Starts } from './chooser.ts';

/** One choice on the path being tried, and the options that are still to be tried after it. */
interface Choice {
	readonly options: readonly number[];
	/** Odds of each entry of `options`. */
	readonly weights: readonly number[];
	/** Odds of all options together, also of those that do not fit. */
	readonly total: number;
	current: number;
}

const MISMATCH = new Error('The text does not go on this way');

/**
 * Reads a document: a depth-first search for choices that lead to the given text. Options whose
 * known beginning does not fit the text are dropped at once, so that nearly every choice has one
 * option left and a document is read in one or a few passes.
 */
class Reader implements Chooser {
	readonly #text: string;
	readonly #path: Choice[];
	#position = 0;
	#depth = 0;

	constructor(text: string, path: Choice[]) {
		this.#text = text;
		this.#path = path;
	}

	get isAtEnd(): boolean {
		return this.#position === this.#text.length;
	}

	/** How many characters have been said. */
	get position(): number {
		return this.#position;
	}

	choose(starts: Starts, weights?: readonly number[]): number {
		if (starts.length === 1) return 0;
		let choice = this.#path[this.#depth];
		if (choice === undefined) {
			choice = this.#fittingOptions(starts, weights);
			if (choice.options.length === 0) throw MISMATCH;
			this.#path.push(choice);
		}
		this.#depth++;
		return choice.options[choice.current] as number;
	}

	say(text: string): void {
		if (!this.#text.startsWith(text, this.#position)) throw MISMATCH;
		this.#position += text.length;
	}

	reject(): never {
		throw MISMATCH;
	}

	#fittingOptions(starts: Starts, weights: readonly number[] | undefined): Choice {
		let total = 0;
		for (let option = 0; option < starts.length; option++) total += weights?.[option] ?? 1;
		const options: number[] = [];
		const fitting: number[] = [];
		for (let option = 0; option < starts.length; option++) {
			if (!this.#text.startsWith(starts.at(option) as string, this.#position)) continue;
			options.push(option);
			fitting.push(weights?.[option] ?? 1);
		}
		return { options, weights: fitting, total, current: 0 };
	}
}

/** Moves to the next untried option of the deepest choice that has one; false when none is left. */
function advance(path: Choice[]): boolean {
	for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
		if (last.current + 1 < last.options.length) {
			last.current++;
			return true;
		}
		path.pop();
	}
	return false;
}

/** A choice's odds: `weight` of `total`. */
export interface Odds {
	readonly weight: number;
	readonly total: number;
}

/** A reading that fits the whole text: what the program returned, and the odds of every choice. */
export interface Reading<Result> {
	result: Result;
	choices: readonly Odds[];
}

/** Attempts per document before the reader gives up: far above what any document of the world needs. */
const ATTEMPT_LIMIT = 20_000;

/** What came of reading a text. */
export interface Search<Result> {
	readonly readings: readonly Reading<Result>[];
	/** Characters of the text that some path could say: where a text without reading goes wrong. */
	readonly furthest: number;
}

function oddsOf(path: readonly Choice[]): Odds[] {
	return path.map(({ weights, total, current }) => ({ weight: weights[current] as number, total }));
}

/**
 * Finds the ways in which a program can write a text.
 *
 * @param most stop after this many readings (the world's documents have exactly one; tests ask for two)
 */
export function search<Result>(
	program: (chooser: Chooser) => Result,
	text: string,
	most = 1
): Search<Result> {
	const path: Choice[] = [];
	const readings: Reading<Result>[] = [];
	let furthest = 0;
	for (let attempt = 0; attempt < ATTEMPT_LIMIT; attempt++) {
		const reader = new Reader(text, path);
		try {
			const result = program(reader);
			if (reader.isAtEnd) readings.push({ result, choices: oddsOf(path) });
		} catch (error) {
			if (error !== MISMATCH) throw error;
		}
		furthest = Math.max(furthest, reader.position);
		if (readings.length >= most || !advance(path)) break;
	}
	return { readings, furthest };
}
