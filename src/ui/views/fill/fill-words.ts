/** Answers of a fill-mask run in the words and rows that pictures and tables show. */
import { exp } from '#core/sampling/exp-ln.ts';
import { SPACE_MARK } from '#words/token-words.ts';
import type { FillMaskAnswer, FillMaskRun } from '#core/fill-mask/schema.ts';

export const LETTERS = ['A', 'B'] as const;
const SHOWN = 8;

/** A continuation of a word is written with a dash in front. */
export function tokenName(text: string): string {
	const name = text.trim();
	if (name === '') return SPACE_MARK;
	return text.startsWith(' ') || !/^[\p{L}\p{N}]/u.test(name) ? name : `-${name}`;
}

/** One masked place, in one sentence or in the same place of two. */
export interface MaskGroup {
	/** From 1. */
	readonly number: number;
	/** One for each sentence. */
	readonly answers: readonly (FillMaskAnswer | null)[];
}

/** The first mask of each sentence, the second one, and so on. */
export function maskGroups({ output }: Pick<FillMaskRun, 'output'>): MaskGroup[] {
	const lists = output.sentences.map(({ answers }) => answers);
	const most = lists.reduce((longest, { length }) => Math.max(longest, length), 0);
	return Array.from({ length: most }, (_, i) => ({
		number: i + 1,
		answers: lists.map((answers) => answers[i] ?? null)
	}));
}

export interface MaskBar {
	readonly name: string;
	/** True for the word that was hidden. */
	readonly isOriginal: boolean;
	/** Probability in each sentence; null where it is below all that were recorded. */
	readonly shares: readonly (number | null)[];
}

/** Every token that one answer has a number for. */
function recordedTokens(
	answer: FillMaskAnswer | null
): readonly { readonly text: string; readonly logprob: number }[] {
	if (answer === null) return [];
	return answer.original === null ? answer.alternatives : [...answer.alternatives, answer.original];
}

/** The likeliest tokens of any sentence, and the hidden one, the likeliest first. */
export function maskBars({ answers }: MaskGroup): MaskBar[] {
	const originals = new Set(answers.map((answer) => answer?.original?.text));
	const shown = new Set(
		answers.flatMap((answer) => answer?.alternatives.slice(0, SHOWN).map(({ text }) => text) ?? [])
	);
	for (const text of originals) if (text !== undefined) shown.add(text);
	const shares = answers.map(
		(answer) => new Map(recordedTokens(answer).map(({ text, logprob }) => [text, exp(logprob)]))
	);
	return Array.from(shown, (text) => ({
		name: tokenName(text),
		isOriginal: originals.has(text),
		shares: shares.map((known) => known.get(text) ?? null)
	})).sort((a, b) => largestShare(b) - largestShare(a));
}

function largestShare({ shares }: MaskBar): number {
	return Math.max(...shares.map((share) => share ?? 0));
}
