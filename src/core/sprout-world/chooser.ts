/** Texts by index: an array, or texts worked out only when the reader asks for them. */
export interface Starts {
	readonly length: number;
	at(index: number): string | undefined;
}

/**
 * The one interface every document kind is written against. The same program writes a document
 * (`generate.ts`: choices come from Philox) and reads one (`parse.ts`: choices are searched for),
 * so the grammar that made the corpus and the grammar that checks it cannot drift apart.
 */
export interface Chooser {
	/**
	 * Chooses one of several options, uniformly unless `weights` (positive integers) are given.
	 *
	 * @param starts one entry per option: text with which the document must go on if that option is
	 *   chosen ('' when nothing is known yet). The reader uses it to drop options early.
	 * @returns the option's index
	 */
	choose(starts: Starts, weights?: readonly number[]): number;
	/** Appends text to the document. */
	say(text: string): void;
	/** Abandons this path: the choices so far lead nowhere. Never called while generating. */
	reject(): never;
}

/** Chooses an entry of the list uniformly and says it. */
export function sayOne(chooser: Chooser, list: readonly string[]): string {
	const text = list[chooser.choose(list)] as string;
	chooser.say(text);
	return text;
}

/**
 * Chooses one of the indices of a list that are not left out, uniformly, and says that entry; returns
 * the index. Counts instead of collecting them: this is where writing a document spends its time.
 *
 * @param leftOut indices, ascending, each once
 */
export function sayOneExcept(
	chooser: Chooser,
	list: readonly string[],
	leftOut: readonly number[]
): number {
	const length = list.length - leftOut.length;
	if (length === 0) chooser.reject();
	const indexOf = (position: number): number => {
		let index = position;
		for (const out of leftOut) {
			if (out > index) break;
			index++;
		}
		return index;
	};
	const at = (position: number) => list[indexOf(position)] as string;
	const chosen = indexOf(chooser.choose({ length, at }));
	chooser.say(list[chosen] as string);
	return chosen;
}

/** Some lists of indices as one: ascending, each once. */
export function mergeIndices(...lists: readonly (readonly number[])[]): number[] {
	const sorted = lists.flat().sort((a, b) => a - b);
	return sorted.filter((index, position) => position === 0 || index !== sorted[position - 1]);
}

/**
 * Says an item `least` times, then continues with probability `more / (more + 1)` each time, up to
 * `most`. Without a memory of how many there were, so that a model need not count to predict it.
 *
 * @param next what an item begins with
 * @param after what follows the last item; must not begin like `next` unless the whole document tells them apart
 * @returns how many items were said
 */
export function repeat(
	chooser: Chooser,
	counts: { least: number; most: number; more: number },
	texts: { next: string; after: string },
	item: (position: number) => void
): number {
	for (let position = 0; ; position++) {
		if (position >= counts.most) return position;
		if (position >= counts.least) {
			if (chooser.choose([texts.next, texts.after], [counts.more, 1]) === 1) return position;
		}
		item(position);
	}
}
