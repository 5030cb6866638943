/** Outputs side by side: what all of them have, and which token is where another one is. */
import { alignTokens } from './align-tokens.ts';
import type { AlignedSpan } from './align-tokens.ts';

export interface AlignedColumn {
	/** For each token: whether every other column has it, too. */
	readonly isShared: readonly boolean[];
	/**
	 * For each column, for each token of this one: the index of the token in its place there; null
	 * where the other has none.
	 */
	readonly places: readonly (readonly (number | null)[])[];
}

/**
 * @param columns tokens as keys; equal keys are equal tokens
 * @returns one for each column, aligned pair by pair
 */
export function alignColumns(columns: readonly (readonly string[])[]): AlignedColumn[] {
	const numbers = new Map<string, number>();
	const ids = columns.map((column) =>
		column.map((key) => {
			const known = numbers.get(key) ?? numbers.size;
			numbers.set(key, known);
			return known;
		})
	);
	return ids.map((own, index) => {
		const isShared = own.map(() => true);
		const places = ids.map((other, otherIndex) => {
			if (otherIndex === index) return own.map((_, i) => i);
			const spans = alignTokens(own, other);
			for (const { kind, a } of spans) if (kind === 'different') isShared.fill(false, ...a);
			return placesOf(spans, own.length);
		});
		return { isShared, places };
	});
}

function placesOf(spans: readonly AlignedSpan[], length: number): (number | null)[] {
	const places = new Array<number | null>(length).fill(null);
	for (const { a, b } of spans) {
		const count = Math.min(a[1] - a[0], b[1] - b[0]);
		for (let i = 0; i < count; i++) places[a[0] + i] = b[0] + i;
	}
	return places;
}
