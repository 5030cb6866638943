/**
 * How well a text answers to what you typed: every word of the query has to be in it, as a whole, at the
 * beginning of a word, inside one, or with other letters of one word between its own.
 */

/** Lower case, without accents: `Español` is found with `espanol`. */
function plain(text: string): string {
	return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

const isLetter = (character: string | undefined): boolean =>
	character !== undefined && /[\p{L}\p{N}]/u.test(character);

/**
 * From the first letter of one word on: letters that are found anywhere are there by chance.
 * @returns 0 where no word has the letters in order; more for letters that are close together
 */
function scattered(word: string, text: string): number {
	const scores = text.split(/[^\p{L}\p{N}]+/u).map((each) => {
		if (each[0] !== word[0]) return 0;
		let at = 0;
		for (const letter of word.slice(1)) {
			at = each.indexOf(letter, at + 1);
			if (at < 0) return 0;
		}
		return 10 / (at + 2 - word.length);
	});
	return Math.max(...scores);
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
