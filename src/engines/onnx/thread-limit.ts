/**
 * How many threads give the bits of one. The runtime shares a product [m, k] x [k, n] out by columns,
 * and each thread chooses by the number of its own columns how many of the k terms it sums at a time:
 * with few columns other sums come first, and the last bits change. Products whose weights were packed
 * at load are spared; those that unfold their weights in every pass, and attention, are not.
 *
 * @see `MlasSgemmOperation` and `MlasGemmBatch` in ONNX Runtime's onnxruntime/core/mlas/lib/sgemm.cpp
 */

/** Sizes of a product that unfolds its weights in every pass. */
export interface UnfoldedProduct {
	/** Terms of each sum. */
	readonly k: number;
	/** Columns. */
	readonly n: number;
}

const USUAL_STRIDE = 128;
/** Columns are shared out in blocks of so many. */
const BLOCK_COLUMNS = 16;

/** How many terms are summed at a time; as many as there are when that is all of them. */
function termsAtOnce({ k, n }: UnfoldedProduct): number {
	let terms = USUAL_STRIDE;
	if (n < k) {
		for (let columns = USUAL_STRIDE; columns > BLOCK_COLUMNS && columns / 2 >= n; columns /= 2) {
			terms *= 2;
		}
	}
	return Math.min(terms, k);
}

/** The fewest and the most columns of a share; the last one may be narrower than its blocks. */
function shares(n: number, threads: number): number[] {
	const blocks = Math.ceil(n / BLOCK_COLUMNS);
	const count = Math.min(threads, blocks);
	const lastShort = blocks * BLOCK_COLUMNS - n;
	const fewest = Math.floor(blocks / count) * BLOCK_COLUMNS;
	return [fewest - lastShort, fewest, Math.ceil(blocks / count) * BLOCK_COLUMNS];
}

function keepsBits(product: UnfoldedProduct, threads: number): boolean {
	const alone = termsAtOnce(product);
	return shares(product.n, threads).every((n) => termsAtOnce({ ...product, n }) === alone);
}

/**
 * The most threads, of those wanted, with which every pass has the bits of one thread.
 *
 * @param wanted at least 1
 * @param products of the graph
 * @param heads of each layer's attention: more threads than these would share one head out; undefined
 *   where nobody says
 */
export function threadsThatKeepBits(
	wanted: number,
	products: readonly UnfoldedProduct[],
	heads: number | undefined
): number {
	const most = Math.min(wanted, heads ?? wanted);
	// A small pass takes fewer threads than there are: each number up to it has to be right.
	for (let threads = 2; threads <= most; threads++) {
		if (!products.every((product) => keepsBits(product, threads))) return threads - 1;
	}
	return most;
}
