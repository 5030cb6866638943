/**
 * How well a text answers to what you typed: every word of the query has to be in it, as a whole, at the
 * beginning of a word, inside one, or with other letters between its own.
 */

/** Lower case, without accents: `Español` is found with `espanol`. */
function plain(text: string): string {
	return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

const isLetter = (character: string | undefined): boolean =>
	character !== undefined && /[\p{L}\p{N}]/u.test(character);

/** @returns 0 where the letters are not all there, in order; more for letters that are close together */
function scattered(word: string, text: string): number {
	let at = -1;
	let gaps = 0;
	for (const letter of word) {
		const next = text.indexOf(letter, at + 1);
		if (next < 0) return 0;
		if (at >= 0) gaps += next - at - 1;
		at = next;
	}
	// Letters that are far apart are there by chance.
	return gaps > word.length * 2 ? 0 : 10 / (1 + gaps);
}

function scoreOfWord(word: string, text: string): number {
	const at = text.indexOf(word);
	if (at < 0) return word.length < 3 ? 0 : scattered(word, text);
	if (at === 0) return text.length === word.length ? 100 : 80;
	return isLetter(text[at - 1]) ? 30 : 60;
}

/**
 * @param query what was typed; without any word everything answers to it
 * @returns 0 where the text does not answer, else a positive number, larger for a better answer
 */
export function fuzzyScore(query: string, text: string): number {
	const words = plain(query).split(/\s+/u).filter(Boolean);
	if (words.length === 0) return 1;
	const searched = plain(text);
	const scores = words.map((word) => scoreOfWord(word, searched));
	if (scores.includes(0)) return 0;
	// Of two texts that answer alike, the shorter one has less that was not asked for.
	return scores.reduce((sum, score) => sum + score, 0) / words.length + 1 / (1 + searched.length);
}
