/** Every document's answer through every filter, scored and ready to be written. */
import { applyFilter } from './apply-filter.ts';
import { itemHashes, type Answered, type EvaluationItem } from './requests.ts';
import { taskHash } from './hashes.ts';
import { metricResults, type MetricResult } from './metric-results.ts';
import { BOOTSTRAP_DRAWS } from './metrics/stderr.ts';
import type { TaskScoring } from './task-scoring.ts';
import { sampleLine } from './write-samples.ts';

export interface AnsweredItem {
	readonly item: EvaluationItem;
	readonly answered: Answered;
}

export interface FilterResult {
	readonly filter: string;
	readonly metrics: readonly MetricResult[];
	/** Of `samples_*.jsonl`, one for each document. */
	readonly lines: readonly string[];
}

export interface TaskResult {
	readonly scoring: TaskScoring;
	/** How many. */
	readonly documents: number;
	readonly filters: readonly FilterResult[];
	/** `task_hashes` of the task. */
	readonly hash: string;
}

/**
 * @param items in the order of the documents, at least one
 * @throws AppError `evaluation-field-invalid` where a filter or a metric cannot be computed
 */
export function scoreSamples(
	scoring: TaskScoring,
	items: readonly AnsweredItem[],
	draws = BOOTSTRAP_DRAWS
): TaskResult {
	const hashes = items.map(({ item }) => itemHashes(item));
	return {
		scoring,
		documents: items.length,
		filters: scoring.filters.map((filter) => {
			const filtered = items.map(({ item, answered }) => applyFilter(filter, answered, item.doc));
			const pairs = items.map(({ item }, at) => ({
				asked: item.asked,
				answered: filtered[at] as Answered
			}));
			const metrics = metricResults(scoring.metrics, pairs, draws);
			const lines = items.map(({ item, answered }, at) =>
				sampleLine({
					item,
					answered,
					filtered: filtered[at] as Answered,
					filter: filter.name,
					scores: new Map(
						metrics.map(({ metric, documents }) => [metric.name, documents[at] ?? []])
					)
				})
			);
			return { filter: filter.name, metrics, lines };
		}),
		hash: taskHash(scoring.filters.flatMap(() => hashes))
	};
}
