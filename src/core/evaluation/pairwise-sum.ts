/** NumPy's sum of float64s: its order of additions, so that the last bit is NumPy's too. */

const BLOCK = 128;
const LANES = 8;

/** Source: NumPy, `pairwise_sum` in numpy/_core/src/umath/loops_utils.h.src. */
export function pairwiseSum(values: readonly number[], from = 0, to = values.length): number {
	const at = (i: number) => values[i] ?? 0;
	const count = to - from;
	if (count > BLOCK) {
		let half = Math.floor(count / 2);
		half -= half % LANES;
		return pairwiseSum(values, from, from + half) + pairwiseSum(values, from + half, to);
	}
	const inLanes = count - (count % LANES);
	let sum = 0;
	if (inLanes > 0) {
		const lanes = Array.from({ length: LANES }, (_, lane) => {
			let lanesSum = at(from + lane);
			for (let i = LANES; i < inLanes; i += LANES) lanesSum += at(from + i + lane);
			return lanesSum;
		});
		sum = inPairs(lanes)[0] ?? 0;
	}
	for (let i = from + inLanes; i < to; i++) sum += at(i);
	return sum;
}

/** ((a + b) + (c + d)) + … of a power of two of numbers. */
function inPairs(values: readonly number[]): readonly number[] {
	if (values.length <= 1) return values;
	const sums = values.flatMap((value, at) => (at % 2 === 0 ? [value + (values[at + 1] ?? 0)] : []));
	return inPairs(sums);
}
