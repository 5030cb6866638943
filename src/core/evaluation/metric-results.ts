/** A task's numbers, from all that was asked and answered. */
import type { DocumentNumbers, Metric } from './metrics/metric.ts';
import { BOOTSTRAP_DRAWS, stderrOf } from './metrics/stderr.ts';
import type { Answered, Asked } from './requests.ts';
import type { AskedMetric } from './task-scoring.ts';

export interface AskedAndAnswered {
	readonly asked: Asked;
	readonly answered: Answered;
}

export interface MetricResult {
	readonly metric: Metric;
	readonly value: number;
	/** Null where the harness writes `N/A`. */
	readonly stderr: number | null;
	/** In the order of the documents. */
	readonly documents: readonly DocumentNumbers[];
}

/**
 * @param pairs at least one
 * @param draws of a bootstrap, where a metric's standard error needs one
 * @throws AppError `evaluation-field-invalid` where a metric cannot be computed from the answers
 */
export function metricResults(
	metrics: readonly AskedMetric[],
	pairs: readonly AskedAndAnswered[],
	draws = BOOTSTRAP_DRAWS
): MetricResult[] {
	return metrics.map(({ metric, options }) => {
		const documents = pairs.map(({ asked, answered }) =>
			metric.ofDocument(asked, answered, options)
		);
		return {
			metric,
			value: metric.aggregate(documents),
			stderr: stderrOf(metric, documents, draws),
			documents
		};
	});
}
