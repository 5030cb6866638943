/** The attention weights of one forward pass over a text. */

/** One attention head; both count from 0. */
export interface HeadPlace {
	readonly layer: number;
	readonly head: number;
}

export interface Attention {
	readonly layers: number;
	/** Heads a layer. */
	readonly heads: number;
	/** Tokens. */
	readonly length: number;
	/** One array a layer, shape [heads, length, length]: of query i, key j; 0 where j > i. */
	readonly weights: readonly Float32Array[];
}

const NO_WEIGHTS = new Float32Array(0);

/** Where a head looked from one token: shape [length], a view; sums to 1, 0 after `query`. */
export function attentionRow(
	{ weights, length }: Attention,
	{ layer, head }: HeadPlace,
	query: number
): Float32Array {
	const start = (head * length + query) * length;
	return (weights[layer] ?? NO_WEIGHTS).subarray(start, start + length);
}

/** Every head's place, layer by layer. */
export function headPlaces({ layers, heads }: Pick<Attention, 'layers' | 'heads'>): HeadPlace[] {
	return Array.from({ length: layers * heads }, (_, i) => ({
		layer: Math.floor(i / heads),
		head: i % heads
	}));
}

/**
 * Where a head looked by way of another head of an earlier layer: what that one had gathered at each
 * of the tokens that this one looked at. The product of the two heads' weights, a virtual head.
 *
 * @param via must lie in an earlier layer
 * @returns shape [length]; sums to 1
 * @see Elhage et al., "A Mathematical Framework for Transformer Circuits" (2021), virtual attention heads
 */
export function attentionRowVia(
	attention: Attention,
	place: HeadPlace,
	via: HeadPlace,
	query: number
): Float32Array {
	const row = new Float32Array(attention.length);
	for (const [middle, weight] of attentionRow(attention, place, query).entries()) {
		if (weight === 0) continue;
		const earlier = attentionRow(attention, via, middle);
		for (let key = 0; key <= middle; key++) {
			row[key] = (row[key] ?? 0) + weight * (earlier[key] ?? 0);
		}
	}
	return row;
}
