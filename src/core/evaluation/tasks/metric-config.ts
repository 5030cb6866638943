/** Which metrics a task asks for, and what of them is computed here. */
import { PyDict } from '#core/jinja/values/dict.ts';
import type { Value } from '#core/jinja/values/object.ts';
import { DEFAULT_METRICS } from '../default-metrics.ts';
import type { OutputType } from '../requests.ts';
import { Fields } from './config-fields.ts';
import { plainOption } from './filter-options.ts';
import { TaskRefused } from './task-refused.ts';

interface Metric {
	readonly aggregation: string;
	readonly higherIsBetter: boolean;
}

function metric(aggregation: string, higherIsBetter: boolean): Metric {
	return { aggregation, higherIsBetter };
}

/** With the harness's defaults. */
const METRICS: ReadonlyMap<string, Metric> = new Map([
	['acc', metric('mean', true)],
	['acc_norm', metric('mean', true)],
	['acc_bytes', metric('mean', true)],
	['acc_mutual_info', metric('mean', true)],
	['exact_match', metric('mean', true)],
	['brier_score', metric('brier_score', false)],
	['perplexity', metric('perplexity', false)],
	['word_perplexity', metric('weighted_perplexity', false)],
	['byte_perplexity', metric('weighted_perplexity', false)],
	['bits_per_byte', metric('bits_per_byte', false)],
	['f1', metric('f1', true)],
	['mcc', metric('matthews_corrcoef', true)]
]);

const AGGREGATIONS: ReadonlySet<string> = new Set(
	Array.from(METRICS.values(), ({ aggregation }) => aggregation)
);

export interface MetricConfig extends Metric {
	readonly metric: string;
	/** What else the task says about it, such as `ignore_case`. */
	readonly options: ReadonlyMap<string, unknown>;
}

function known(name: string): Metric {
	const found = METRICS.get(name);
	if (found !== undefined) return found;
	throw new TaskRefused(`metric_list ${name}`, 'this metric is not computed here');
}

function readMetric(value: Value): MetricConfig {
	if (!(value instanceof PyDict)) throw new TaskRefused('metric_list', 'each must be a mapping');
	const fields = new Fields(value, 'metric_list.');
	const name = fields.text('metric') ?? fields.refuse('metric', 'it is missing');
	const defaults = known(name);
	fields.unused('hf_evaluate', 'metrics of the library evaluate are not computed here');
	const aggregation = fields.text('aggregation') ?? defaults.aggregation;
	if (!AGGREGATIONS.has(aggregation)) {
		fields.refuse('aggregation', `${aggregation} is not computed here`);
	}
	const higherIsBetter = fields.has('higher_is_better')
		? fields.flag('higher_is_better')
		: defaults.higherIsBetter;
	const options = fields
		.rest()
		.map(([key, option]) => [key, plainOption(option, `metric_list ${name}`)] as const);
	return { metric: name, aggregation, higherIsBetter, options: new Map(options) };
}

/** @param list null: the harness's own for that kind of task */
export function readMetrics(
	list: readonly Value[] | null,
	outputType: OutputType
): readonly MetricConfig[] {
	if (list !== null) return list.map(readMetric);
	return DEFAULT_METRICS[outputType].map((name) => ({
		metric: name,
		...known(name),
		options: new Map()
	}));
}
