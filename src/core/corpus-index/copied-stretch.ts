/** The longest stretch of an output that is in one document, sentence after sentence. */
import type { CorpusIndex } from './corpus-index.ts';

export interface CopiedStretch {
	/** The first of the output's sentences. */
	readonly from: number;
	/** How many sentences. */
	readonly length: number;
	/** The first document that has them. */
	readonly document: number;
}

/**
 * @param output the output's sentences by their numbers in the table; -1 for one that is new
 * @returns null when no sentence is known
 */
export function longestCopy(index: CorpusIndex, output: readonly number[]): CopiedStretch | null {
	const places = new Map<number, number[]>();
	output.forEach((sentence, at) => {
		if (sentence === -1) return;
		places.set(sentence, [...(places.get(sentence) ?? []), at]);
	});
	const isInOutput = new Uint8Array(index.sentences.size);
	for (const sentence of places.keys()) isInOutput[sentence] = 1;
	let best: { from: number; length: number; occurrence: number } | null = null;
	const { occurrences } = index;
	for (let i = 0; i < occurrences.length; i++) {
		const sentence = occurrences.get(i);
		if (isInOutput[sentence] === 0) continue;
		for (const from of places.get(sentence) ?? []) {
			const length = sharedFrom(index, output, i, from, best?.length ?? 0);
			if (best === null || length > best.length) best = { from, length, occurrence: i };
		}
	}
	if (best === null) return null;
	return { from: best.from, length: best.length, document: index.documentOf(best.occurrence) };
}

/** How many sentences from here on are the same and in one document; 0 if it is not more than `least`. */
function sharedFrom(
	index: CorpusIndex,
	output: readonly number[],
	occurrence: number,
	from: number,
	least: number
): number {
	const { occurrences } = index;
	// Nearly always nothing: look first at the one that would make it longer.
	if (least > 0 && output[from + least] !== occurrences.values[occurrence + least]) return 0;
	let length = 1;
	while (
		from + length < output.length &&
		occurrence + length < occurrences.length &&
		output[from + length] === occurrences.get(occurrence + length)
	)
		length++;
	if (length === 1) return 1;
	const end = index.documents.get(index.documentOf(occurrence) + 1);
	return Math.min(length, end - occurrence);
}
