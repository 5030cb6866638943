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

/** Chooses one of the allowed indices of a list uniformly and says that entry; returns the index. */
export function sayOneOf(
	chooser: Chooser,
	list: readonly string[],
	isAllowed: (index: number) => boolean
): number {
	const indices: number[] = [];
	for (let index = 0; index < list.length; index++) if (isAllowed(index)) indices.push(index);
	if (indices.length === 0) chooser.reject();
	const textAt = (position: number) => list[indices[position] as number] as string;
	const chosen = chooser.choose({ length: indices.length, at: textAt });
	chooser.say(textAt(chosen));
	return indices[chosen] as number;
}

/**
 * Says an item `least` times, then goes on with probability `more / (more + 1)` each time, up to
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
