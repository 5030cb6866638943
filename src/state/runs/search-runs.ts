import type { RunSummary } from '#storage/run-summary.ts';

/** What is searched of each run: made once, and gone with its row. */
const searched = new WeakMap<RunSummary, string>();

/** How many rows are made ready in one go, some milliseconds at most. */
const PIECE = 250;

/**
 * Without capitals, accents and other marks on Latin, Greek and Cyrillic letters, and in plain forms of letters:
 * what two texts have in common they also have in common when both are folded.
 */
export function foldText(text: string): string {
	const small = text.toLowerCase();
	// Most texts are, and then there is nothing more to fold.
	if (/^[\0-\x7f]*$/.test(small)) return small;
	return small.normalize('NFKD').replace(/[\u0300-\u036f]+/g, '');
}

/**
 * The runs with all words of a search, in any order, each anywhere in title, prompt, output or model.
 *
 * @param search words between spaces; none finds all
 */
export function findRuns(rows: readonly RunSummary[], search: string): readonly RunSummary[] {
	const words = foldText(search).split(/\s+/).filter(Boolean);
	if (words.length === 0) return rows;
	return rows.filter((row) => {
		const text = searchedText(row);
		return words.every((word) => text.includes(word));
	});
}

export interface RunChoice {
	readonly search: string;
	readonly onlyStarred: boolean;
	/** Those that were written in lessons, too. */
	readonly withLessons: boolean;
}

/** What the history shows. */
export function chooseRuns(rows: readonly RunSummary[], choice: RunChoice): readonly RunSummary[] {
	const { search, onlyStarred, withLessons } = choice;
	const chosen = rows.filter(
		({ starred, from }) => (starred || !onlyStarred) && (withLessons || from?.lesson !== true)
	);
	return findRuns(chosen, search);
}

/** Makes ready what `findRuns` looks at, so that the first key is as quick as the others. */
export async function prepareSearch(rows: readonly RunSummary[]): Promise<void> {
	for (let from = 0; from < rows.length; from += PIECE) {
		for (const row of rows.slice(from, from + PIECE)) searchedText(row);
		await new Promise((resolve) => setTimeout(resolve));
	}
}

function searchedText(row: RunSummary): string {
	const known = searched.get(row);
	if (known !== undefined) return known;
	const { title, promptStart, textStart, modelName, quantization } = row;
	const text = foldText([title, promptStart, textStart, modelName, quantization].join(' '));
	searched.set(row, text);
	return text;
}
