/** The training sentences that are nearest to one: fewest words put in, left out or changed. */
import type { SentenceTable } from './sentence-table.ts';
import { UNKNOWN_WORD } from './vocabulary.ts';

export interface NearSentence {
	/** The sentence's number in the table. */
	readonly sentence: number;
	/** Words to put in, leave out or change. */
	readonly distance: number;
}

/**
 * Levenshtein distance between two stretches of words.
 *
 * @param bound larger distances may come out as any number above it
 */
function editDistance(
	a: Uint16Array,
	b: Uint16Array,
	bFrom: number,
	bTo: number,
	bound: number,
	row: Uint16Array
): number {
	const width = bTo - bFrom;
	for (let j = 0; j <= width; j++) row[j] = j;
	for (let i = 1; i <= a.length; i++) {
		let diagonal = row[0] as number;
		let best = i;
		row[0] = i;
		for (let j = 1; j <= width; j++) {
			const isSame = a[i - 1] === b[bFrom + j - 1] && a[i - 1] !== UNKNOWN_WORD;
			const above = row[j] as number;
			const cost = Math.min(diagonal + (isSame ? 0 : 1), above + 1, (row[j - 1] as number) + 1);
			diagonal = above;
			row[j] = cost;
			if (cost < best) best = cost;
		}
		if (best > bound) return best;
	}
	return row[width] as number;
}

/** The best so far, best first; equally near ones by how often they occur, then by age. */
class Best {
	readonly entries: NearSentence[] = [];
	readonly #most: number;
	readonly #table: SentenceTable;

	constructor(table: SentenceTable, most: number) {
		this.#table = table;
		this.#most = most;
	}

	/** No sentence farther away than this one can still come in. */
	get bound(): number {
		return this.entries.length < this.#most
			? Infinity
			: (this.entries.at(-1) as NearSentence).distance;
	}

	offer(entry: NearSentence): void {
		const at = this.entries.findIndex((other) => this.#isBefore(entry, other));
		this.entries.splice(at === -1 ? this.entries.length : at, 0, entry);
		if (this.entries.length > this.#most) this.entries.pop();
	}

	#isBefore(a: NearSentence, b: NearSentence): boolean {
		if (a.distance !== b.distance) return a.distance < b.distance;
		const { counts } = this.#table;
		return counts.get(a.sentence) > counts.get(b.sentence);
	}
}

/**
 * @param query word numbers
 * @param most how many to find
 */
export function nearestSentences(
	table: SentenceTable,
	query: Uint16Array,
	most: number
): NearSentence[] {
	const best = new Best(table, most);
	const row = new Uint16Array(1024);
	/** How often the query has each word: what a candidate shares with it bounds the distance. */
	const inQuery = new Uint8Array(UNKNOWN_WORD + 1);
	for (const word of query) if (word !== UNKNOWN_WORD) inQuery[word] = 1;
	const { starts, words } = table;
	for (let sentence = 0; sentence < table.size; sentence++) {
		const from = starts.get(sentence);
		const to = starts.get(sentence + 1);
		const length = to - from;
		const { bound } = best;
		if (Math.abs(length - query.length) > bound || length >= row.length) continue;
		let shared = 0;
		for (let i = from; i < to; i++) shared += inQuery[words.values[i] as number] as number;
		if (Math.max(length, query.length) - shared > bound) continue;
		if (shared === 0) continue;
		const distance = editDistance(query, words.values, from, to, bound, row);
		if (distance <= bound) best.offer({ sentence, distance });
	}
	return best.entries;
}
