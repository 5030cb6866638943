import { afterAll, describe, expect, it } from 'vitest';

import { NAMES } from '#core/sprout-world/words.ts';
import { LessonDesk } from './lesson-desk.ts';

const desk = new LessonDesk('tokens');

afterAll(() => desk.dispose());

async function pieces(text: string): Promise<string[]> {
	const { tokenizer } = await desk.session();
	return tokenizer.encode(text, true).map((id) => tokenizer.piece(id));
}

const letters = (word: string) => Array.from(word);

/** How often each pair of neighbouring pieces stands in some words, most often first. */
function countPairs(words: readonly (readonly string[])[]): [pair: string, count: number][] {
	const counts = new Map<string, number>();
	for (const word of words) {
		for (let i = 1; i < word.length; i++) {
			const pair = `${word[i - 1]} + ${word[i]}`;
			counts.set(pair, (counts.get(pair) ?? 0) + 1);
		}
	}
	return [...counts].sort((a, b) => b[1] - a[1]);
}

describe('the lesson “Tokens”', { timeout: 120_000 }, () => {
	it('counts the tokens of a sentence, and knows Mia’s number', async () => {
		const ids = await desk.tokenIds('One morning Mia went to the forest.');
		expect(ids).toHaveLength(desk.rightNumber('count'));
		expect(await desk.tokenIds('Mia')).toEqual([442]);
		expect(desk.words('count')).toContain('*Mia* is 442');
	});

	it('cuts what is not in the list', async () => {
		expect((await pieces('pizza')).map((piece) => piece.trim())).toEqual(['p', 'i', 'z', 'z', 'a']);
		expect(desk.rightOptions('unknown-word')).toEqual(['It is cut into 5 tokens']);
		for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ') {
			expect((await pieces(letter)).join('').trim()).toBe(letter);
		}
	});

	it('knows which words are one token', async () => {
		const { question } = desk.step('which-are-one');
		if (question?.type !== 'choice') throw new Error('a choice');
		const counts = await Promise.all(question.options.map((word) => desk.tokenIds(word)));
		const single = question.options.filter((_, i) => counts[i]?.length === 1);
		expect(desk.rightOptions('which-are-one')).toEqual(single);
		expect(counts.map(({ length }) => length).slice(0, 3)).toEqual([1, 5, 4]);
	});

	it('does the steps by hand right', () => {
		const words = ['the', 'hen', 'then', 'the', 'tent'].map(letters);
		const first = countPairs([...words]);
		// The text has “the” twice in five words: the hen then the tent.
		expect(first[0]).toEqual(['h + e', 4]);
		expect(first[1]?.[1]).toBe(3);
		expect(desk.rightOptions('by-hand')).toEqual(['h + e']);
		const joined = [['t', 'he'], ['he', 'n'], ['t', 'he', 'n'], ['t', 'he'], letters('tent')];
		const second = countPairs(joined);
		expect(second.slice(0, 3).map(([, count]) => count)).toEqual([3, 2, 1]);
		expect(second[0]?.[0]).toBe('t + he');
		const third = countPairs([['the'], ['he', 'n'], ['the', 'n'], ['the'], letters('tent')]);
		expect(third.every(([, count]) => count === 1)).toBe(true);
	});

	it('counts four languages', async () => {
		const sentences = [...desk.step('languages').text.matchAll(/^\d\. \*(.+)\*$/gm)].map(
			([, sentence = '']) => sentence
		);
		expect(sentences).toHaveLength(4);
		const counts = [];
		for (const sentence of sentences) counts.push((await desk.tokenIds(sentence)).length);
		const [english, spanish, german, japanese] = counts;
		expect(desk.words('languages')).toContain(
			`English ${english}, Spanish ${spanish}, German ${german}, Japanese ${japanese}`
		);
		expect(Math.max(...counts)).toBe(japanese);
		expect(letters(sentences[3] ?? '')).toHaveLength(9);
		const { activity } = desk.step('languages');
		expect(activity).toMatchObject({ type: 'tokens', text: sentences[3] });
	});

	it('a missing blank changes the answer', async () => {
		expect(await desk.texts('missing-blank')).toEqual(['7 + 8 = 15.', '73 + 8 = 81.']);
		expect(desk.words('missing-blank')).toContain('*7 + 8 = 15.* and *73 + 8 = 81.*');
		const { tokenizer } = await desk.session();
		expect(tokenizer.encode('7 + 8', true)).toContain(366);
		expect(tokenizer.piece(366)).toBe(' +');
		expect(tokenizer.encode('7+8', true)).toContain(274);
		expect(tokenizer.piece(274)).toBe('+');
	});

	it('says what the model sees of a squirrel, and of names', async () => {
		expect(await desk.tokenIds('squirrel')).toEqual([615]);
		const counts = await Promise.all(NAMES.map(async (name) => (await desk.tokenIds(name)).length));
		expect(counts).toEqual(NAMES.map(() => 1));
		expect(NAMES).toHaveLength(96);
		const others = ['Mia', 'Ahmed', 'José', 'Zoë'];
		const tokens = await Promise.all(
			others.map(async (name) => (await desk.tokenIds(name)).length)
		);
		expect(tokens).toEqual([1, 4, 6, 5]);
	});

	it('has a worksheet with right answers', async () => {
		const lengths = async (words: string[]) =>
			Promise.all(words.map(async (word) => (await desk.tokenIds(word)).length));
		expect(await lengths(['everybody', 'squirrel', 'school'])).toEqual([1, 1, 1]);
		expect(Math.min(...(await lengths(['soda', 'Kite', 'mia'])))).toBeGreaterThan(1);
		expect(await lengths(['12345', '😀'])).toEqual([6, 5]);
	});
});
