/** How narrowly each head looks, and whether it always looks at the same distance. */
import { ln } from '../sampling/exp-ln.ts';
import { attentionRow, headPlaces, type Attention, type HeadPlace } from './attention.ts';

export interface HeadFocus extends HeadPlace {
	/**
	 * 1 minus the mean over all tokens but the first of the weights' entropy, as a share of the largest
	 * one possible there (the first token can only look at itself): 1 looks at one token at a time, 0 at
	 * everything alike.
	 */
	readonly focus: number;
	/**
	 * How many tokens back it looks wherever it can, when at least 80 % of its weight lies there:
	 * where it looks is then fixed, and says nothing about the text. Else null.
	 */
	readonly fixedDistance: number | null;
}

const FIXED_SHARE = 0.8;
/** Beyond this a fixed distance would be a coincidence. */
const LONGEST_FIXED = 8;

function entropy(row: Float32Array): number {
	let sum = 0;
	for (const weight of row) if (weight > 0) sum -= weight * ln(weight);
	return sum;
}

function focusOf(attention: Attention, place: HeadPlace): number {
	let sum = 0;
	for (let query = 1; query < attention.length; query++) {
		sum += entropy(attentionRow(attention, place, query)) / ln(query + 1);
	}
	const rows = attention.length - 1;
	return rows < 1 ? 1 : 1 - sum / rows;
}

/** The mean weight at a distance, over the tokens that have one so far back. */
function shareAt(attention: Attention, place: HeadPlace, distance: number): number {
	let sum = 0;
	for (let query = distance; query < attention.length; query++) {
		sum += attentionRow(attention, place, query)[query - distance] ?? 0;
	}
	return attention.length > distance ? sum / (attention.length - distance) : 0;
}

/** How many rows a distance must be seen in before it can be called a habit. */
const FEWEST_ROWS = 4;

function fixedDistance(attention: Attention, place: HeadPlace): number | null {
	for (let distance = 0; distance <= LONGEST_FIXED; distance++) {
		if (attention.length - distance < FEWEST_ROWS) return null;
		if (shareAt(attention, place, distance) >= FIXED_SHARE) return distance;
	}
	return null;
}

/**
 * Describes every head. Those that follow the text come first, the most focused first; heads of a
 * fixed distance, which would win every time, come after them.
 */
export function rankByFocus(attention: Attention): HeadFocus[] {
	const described = headPlaces(attention).map((place) => ({
		...place,
		focus: focusOf(attention, place),
		fixedDistance: fixedDistance(attention, place)
	}));
	const isFixed = ({ fixedDistance: distance }: HeadFocus) => (distance === null ? 0 : 1);
	return described.sort((a, b) => isFixed(a) - isFixed(b) || b.focus - a.focus);
}
