/**
 * Sums in one written form, "7 + 8 = 15.", with digits as separate tokens. Three things are there so
 * that a small model can learn the rule and need not only memorise the pairs up to 20:
 * - sums beyond 20 (up to 79 + 20): 2,400 pairs more, too many to memorise, which share their digits
 *   and carries with the small ones; none of them is a held-out pair;
 * - rows, in which one number grows by one from sum to sum;
 * - counting, which gives the order of the numbers.
 */
import { repeat, type Chooser } from './chooser.ts';
import { sayTurn } from './chat.ts';
import { isSumHeldOut, LARGEST_TESTED } from './holdout.ts';

export interface Sum {
	readonly a: number;
	readonly b: number;
}

export const LARGEST_WIDE = 79;

/** All ordered pairs from 0 to 20 that may be trained on. */
export const SMALL_SUMS: readonly Sum[] = [];
/** All ordered pairs with one number from 0 to 20 and the other from 21 to 79. */
export const WIDE_SUMS: readonly Sum[] = [];
/** The pairs from 0 to 20 that no document has, in either order. */
export const HELD_OUT_SUMS: readonly Sum[] = [];

/** Sums in a row. */
const ROW_LENGTH = 4;
/** First sums of rows "a + b, a + (b + 1), ..." without a held-out pair. */
const ROW_STARTS: readonly Sum[] = [];

for (let a = 0; a <= LARGEST_TESTED; a++) {
	for (let b = 0; b <= LARGEST_TESTED; b++) {
		((isSumHeldOut(a, b) ? HELD_OUT_SUMS : SMALL_SUMS) as Sum[]).push({ a, b });
	}
	for (let wide = LARGEST_TESTED + 1; wide <= LARGEST_WIDE; wide++) {
		(WIDE_SUMS as Sum[]).push({ a, b: wide }, { a: wide, b: a });
	}
}
for (const { a, b } of SMALL_SUMS) {
	if (b + ROW_LENGTH - 1 > LARGEST_TESTED) continue;
	let isFree = true;
	for (let step = 0; step < ROW_LENGTH; step++) isFree &&= !isSumHeldOut(a, b + step);
	if (isFree) (ROW_STARTS as Sum[]).push({ a, b });
}

export function sumQuestion({ a, b }: Sum): string {
	return `What is ${a} + ${b}?`;
}

export function sumSentence({ a, b }: Sum): string {
	return `${a} + ${b} = ${a + b}.`;
}

const SMALL_TEXTS = SMALL_SUMS.map((sum) => ` ${sumSentence(sum)}`);
const WIDE_TEXTS = WIDE_SUMS.map((sum) => ` ${sumSentence(sum)}`);
const ROW_TEXTS = ROW_STARTS.map(({ a, b }) => {
	let text = '';
	for (let step = 0; step < ROW_LENGTH; step++) text += ` ${sumSentence({ a, b: b + step })}`;
	return text;
});
const SMALL_QUESTIONS = SMALL_SUMS.map(sumQuestion);
const WIDE_QUESTIONS = WIDE_SUMS.map(sumQuestion);

/** Small sums are told as often as wide ones, though there are seven times fewer of them. */
const RANGE_ODDS = [1, 1];

function chooseIn(chooser: Chooser, small: readonly string[], wide: readonly string[]): string {
	const list = chooser.choose(['', ''], RANGE_ODDS) === 0 ? small : wide;
	return list[chooser.choose(list)] as string;
}

/** "Count: 6, 7, 8, 9." */
function sayCounting(chooser: Chooser): void {
	chooser.say('Count:');
	const starts = Array.from({ length: 90 }, (_, start) => ` ${start},`);
	const start = chooser.choose(starts);
	chooser.say(` ${start}`);
	repeat(chooser, { least: 3, most: 9, more: 3 }, { next: ',', after: '.' }, (position) => {
		chooser.say(`, ${start + position + 1}`);
	});
	chooser.say('.');
}

const PAGES = ['Sums:', 'Rows:', 'Count:'];
const PAGE_ODDS = [6, 2, 1];

/** A page of sums, rows or counting, opened by a word that says which. */
export function tellSums(chooser: Chooser): void {
	const page = chooser.choose(PAGES, PAGE_ODDS);
	if (page === 2) {
		sayCounting(chooser);
		return;
	}
	chooser.say(PAGES[page] as string);
	const counts = page === 0 ? { least: 4, most: 16, more: 6 } : { least: 1, most: 4, more: 2 };
	repeat(chooser, counts, { next: ' ', after: '' }, () => {
		chooser.say(
			page === 0
				? chooseIn(chooser, SMALL_TEXTS, WIDE_TEXTS)
				: (ROW_TEXTS[chooser.choose(ROW_TEXTS)] as string)
		);
	});
}

/** "What is 7 + 8?" and its answer. */
export function saySumTurn(chooser: Chooser): void {
	const isSmall = chooser.choose(['What is ', 'What is '], RANGE_ODDS) === 0;
	const questions = isSmall ? SMALL_QUESTIONS : WIDE_QUESTIONS;
	const chosen = chooser.choose(questions);
	const sum = (isSmall ? SMALL_SUMS : WIDE_SUMS)[chosen] as Sum;
	sayTurn(chooser, questions[chosen] as string, sumSentence(sum));
}
