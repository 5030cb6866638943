/** Whether a file's scores follow from its own log-likelihoods: no model is needed to see it, so all documents are looked at. */
import { METRICS } from '../metrics/metrics.ts';
import { isNumber } from '../python/json-value.ts';
import type { PublishedItem } from '../sample-items.ts';
import type { Sample } from '../samples-file.ts';
import type { AskedMetric } from '../task-scoring.ts';

export interface MetricCheck {
	readonly metric: string;
	/** Places in the file, from 0, whose score does not follow. */
	readonly contradicted: readonly number[];
	/** Metrics that every score does follow from, where it is not the one it is called: another normalisation, say. */
	readonly isRather: readonly string[];
}

/** Metrics that are one number a document. */
const SINGLE: ReadonlySet<string> = new Set(
	[...METRICS.values()].filter(({ aggregation }) => aggregation === 'mean').map(({ name }) => name)
);

export interface SampleRead {
	readonly sample: Sample;
	readonly published: PublishedItem;
}

/** @param metrics that the file has, with what the task says of them */
export function checkMetrics(
	samples: readonly SampleRead[],
	metrics: readonly AskedMetric[]
): MetricCheck[] {
	return metrics
		.filter(({ metric }) => SINGLE.has(metric.name))
		.map(({ metric, options }) => {
			const contradicted = contradictedBy(samples, metric.name, { metric, options });
			const isRather =
				contradicted.length === 0
					? []
					: [...SINGLE].filter((other) => {
							const otherMetric = METRICS.get(other);
							return (
								otherMetric !== undefined &&
								contradictedBy(samples, metric.name, { metric: otherMetric, options }).length === 0
							);
						});
			return { metric: metric.name, contradicted, isRather };
		});
}

/** Places of the documents whose score by that name is not this metric's. */
function contradictedBy(
	samples: readonly SampleRead[],
	name: string,
	{ metric, options }: Pick<AskedMetric, 'metric' | 'options'>
): number[] {
	return samples.flatMap(({ sample, published: { item, answered } }, place) => {
		const said = sample.metrics.get(name) ?? null;
		if (!isNumber(said)) return [];
		try {
			const [own] = metric.ofDocument(item.asked, answered, options);
			return own === Number(said.value) ? [] : [place];
		} catch {
			// A metric that cannot be computed from this answer is not the one.
			return [place];
		}
	});
}
