/** One number for a group of tasks, as the harness makes it of theirs. */

export interface TaskScore {
	readonly value: number;
	/** Null: `N/A`; then the group has none either. */
	readonly stderr: number | null;
	/** How many documents. */
	readonly count: number;
}

/**
 * @param scores of one metric, one for each task that has it, at least one
 * @param weightBySize whether a task counts by its documents; false: all tasks count the same
 */
export function aggregateGroup(
	scores: readonly TaskScore[],
	weightBySize: boolean
): { readonly value: number; readonly stderr: number | null } {
	const weight = ({ count }: TaskScore) => (weightBySize ? count : 1);
	const value = sum(scores, (s) => s.value * weight(s)) / sum(scores, weight);
	if (scores.some(({ stderr }) => stderr === null)) return { value, stderr: null };
	return { value, stderr: weightBySize ? pooled(scores) : unweighted(scores) };
}

function sum(scores: readonly TaskScore[], of: (score: TaskScore) => number): number {
	return scores.reduce((so, score) => so + of(score), 0);
}

function squaredError({ stderr }: TaskScore): number {
	return (stderr ?? NaN) * (stderr ?? NaN);
}

/** √(Σ (n − 1) se² n / (Σ n − tasks) / Σ n) */
function pooled(scores: readonly TaskScore[]): number {
	const all = sum(scores, ({ count }) => count);
	const variance =
		sum(scores, (s) => (s.count - 1) * squaredError(s) * s.count) / (all - scores.length);
	return Math.sqrt(variance / all);
}

/** √(Σ se²) / tasks */
function unweighted(scores: readonly TaskScore[]): number {
	return Math.sqrt(sum(scores, squaredError)) / scores.length;
}
