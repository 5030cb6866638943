/** A mean with its 95 % confidence interval, by Student's t. */

export interface MeanInterval {
	readonly count: number;
	readonly mean: number;
	/** Half the interval's width: it reaches from mean − margin to mean + margin; null below two values. */
	readonly margin: number | null;
}

/** Two-sided 97.5 % quantiles of Student's t for 1 to 30 degrees of freedom. */
const T = [
	12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145,
	2.131, 2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048,
	2.045, 2.042
];
const NORMAL = 1.96;

/** Beyond the table: the first terms of the quantile's expansion in 1/ν, right to three digits. */
function quantile(freedom: number): number {
	return T[freedom - 1] ?? NORMAL + (NORMAL * NORMAL * NORMAL + NORMAL) / (4 * freedom);
}

export function meanInterval(values: readonly number[]): MeanInterval {
	const count = values.length;
	const mean = values.reduce((sum, value) => sum + value, 0) / count;
	if (count < 2) return { count, mean, margin: null };
	const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
	const error = Math.sqrt(squares / (count - 1) / count);
	return { count, mean, margin: quantile(count - 1) * error };
}
