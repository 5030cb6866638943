/** Standard errors, each as the harness computes it. */
import { PythonRandom } from '../python/random.ts';
import { mean, type DocumentNumbers, type Metric } from './metric.ts';

/** How many times the harness draws all documents again, unless told otherwise. */
export const BOOTSTRAP_DRAWS = 100_000;
/** Each thousand draws has its own seed: 0, 1, 2 … */
const DRAWS_A_SEED = 1000;

/** With n − 1 below the fraction: NaN for a single value. */
export function sampleStddev(values: readonly number[]): number {
	const middle = mean(values);
	const squares = values.reduce((sum, value) => sum + (value - middle) * (value - middle), 0);
	return Math.sqrt(squares / (values.length - 1));
}

export function meanStderr(values: readonly number[]): number {
	return sampleStddev(values) / Math.sqrt(values.length);
}

/** As `bootstrap_stderr`: draws beyond the last whole thousand are not made. */
export function bootstrapStderr(
	aggregate: Metric['aggregate'],
	documents: readonly DocumentNumbers[],
	draws: number
): number {
	const chunk = Math.min(DRAWS_A_SEED, draws);
	const values: number[] = [];
	for (let seed = 0; seed < Math.floor(draws / chunk); seed++) {
		const random = new PythonRandom(seed);
		for (let i = 0; i < chunk; i++) {
			values.push(aggregate(random.choices(documents, documents.length)));
		}
	}
	return sampleStddev(values);
}

/**
 * @param draws of the bootstrap; 0: no standard error at all, as in the harness
 * @returns null where the harness writes `N/A`
 */
export function stderrOf(
	metric: Pick<Metric, 'stderr' | 'aggregate'>,
	documents: readonly DocumentNumbers[],
	draws = BOOTSTRAP_DRAWS
): number | null {
	if (draws <= 0 || documents.length < 2) return null;
	switch (metric.stderr) {
		case 'mean':
			return meanStderr(documents.map(([score = NaN]) => score));
		case 'bootstrap':
			return bootstrapStderr(metric.aggregate, documents, draws);
		case 'none':
			return null;
	}
}
