/** Which head found a word: the one whose look, straight or by way of a copying head, rests on it. */
import {
	attentionRow,
	attentionRowVia,
	headPlaces,
	type Attention,
	type HeadPlace
} from './attention.ts';
import { rankByFocus } from './head-focus.ts';

export interface Finder extends HeadPlace {
	/**
	 * A head of an earlier layer that always looks a fixed distance back, and so had carried the word
	 * to where this one looked; null when it looked at the word itself.
	 */
	readonly via: HeadPlace | null;
	/** The share of its attention that rests on the word, 0 to 1. */
	readonly share: number;
}

/** @returns the row of a finder, or of any head when `via` is null: shape [length] */
export function finderRow(
	attention: Attention,
	{ via, ...place }: HeadPlace & { readonly via: HeadPlace | null },
	query: number
): Float32Array {
	return via === null
		? attentionRow(attention, place, query)
		: attentionRowVia(attention, place, via, query);
}

/**
 * Ranks the heads by how much of their attention from one token rests on others. A model often
 * copies a word to the tokens after it first (heads that look a fixed distance back do), and what
 * finds the word then looks at the copy: such pairs are ranked too. Heads of a fixed distance find
 * nothing, so they are no finders themselves.
 *
 * @param query the token that looks
 * @param targets the tokens that are looked for
 * @returns best first; of each head only its best way
 */
export function rankFinders(
	attention: Attention,
	query: number,
	targets: readonly number[]
): Finder[] {
	const fixed = rankByFocus(attention).filter(
		({ fixedDistance }) => fixedDistance !== null && fixedDistance > 0
	);
	const isFixed = ({ layer, head }: HeadPlace) =>
		fixed.some((other) => other.layer === layer && other.head === head);
	const finders = headPlaces(attention)
		.filter((place) => !isFixed(place))
		.map((place) => {
			const earlier = fixed
				.filter(({ layer }) => layer < place.layer)
				.map(({ layer, head }) => ({ layer, head }));
			const ways = [null, ...earlier].map((via) => {
				const row = finderRow(attention, { ...place, via }, query);
				const share = targets.reduce((sum, target) => sum + (row[target] ?? 0), 0);
				return { ...place, via, share };
			});
			return ways.reduce((best, way) => (way.share > best.share ? way : best));
		});
	return finders.sort((a, b) => b.share - a.share);
}
