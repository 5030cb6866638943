/** What of a task's config decides how its answers become numbers. */
import { DEFAULT_METRICS } from './default-metrics.ts';
import type { JsonFields } from './json-fields.ts';
import { METRICS } from './metrics/metrics.ts';
import type { Metric, MetricOptions } from './metrics/metric.ts';
import { isList, isNumber, isObject, type PythonJson } from './python/json-value.ts';
import { OUTPUT_TYPES, type OutputType } from './requests.ts';
import type { FilterStep } from './tasks/filters.ts';

export interface AskedMetric {
	readonly metric: Metric;
	readonly options: MetricOptions;
	/** As the task says, or else as the metric is. */
	readonly higherIsBetter: boolean;
}

export interface NamedFilter {
	readonly name: string;
	readonly steps: readonly FilterStep[];
}

export interface TaskScoring {
	readonly task: string;
	readonly outputType: OutputType;
	readonly metrics: readonly AskedMetric[];
	/** At least one. */
	readonly filters: readonly NamedFilter[];
	/** Comes before a choice or a target, outside of chats. */
	readonly targetDelimiter: string;
	/** As the harness writes it, for results and samples. */
	readonly config: PythonJson;
}

/** What the harness does with answers unless the task says otherwise. */
const FIRST_ANSWER: NamedFilter = {
	name: 'none',
	steps: [{ function: 'take_first', options: new Map() }]
};

/** What a metric's entry may hold besides its options. */
const ABOUT_METRIC: ReadonlySet<string> = new Set(['metric', 'aggregation', 'higher_is_better']);

/**
 * @param config one of `configs` in the harness's results
 * @throws AppError `evaluation-field-invalid` naming what is not computed here
 */
export function readTaskScoring(config: JsonFields): TaskScoring {
	const outputType = OUTPUT_TYPES.find((type) => type === config.text('output_type'));
	if (outputType === undefined) return config.fail('output_type', OUTPUT_TYPES.join(', '));
	if (config.has('repeats') && config.whole('repeats') !== 1) config.fail('repeats', '1');
	if (config.has('process_results')) config.fail('process_results', 'nothing: it is Python');
	return {
		task: config.text('task'),
		outputType,
		metrics: metricsOf(config, outputType),
		filters: config.has('filter_list') ? config.each('filter_list').map(filterOf) : [FIRST_ANSWER],
		targetDelimiter: config.has('target_delimiter') ? config.text('target_delimiter') : ' ',
		config: config.value
	};
}

function metricsOf(config: JsonFields, outputType: OutputType): AskedMetric[] {
	if (config.has('metric_list')) {
		return config.each('metric_list').map((entry) => metricOf(entry, outputType));
	}
	return DEFAULT_METRICS[outputType].map((name) => {
		const metric = METRICS.get(name) ?? config.fail('metric_list', 'a metric that is known');
		return { metric, options: {}, higherIsBetter: metric.higherIsBetter };
	});
}

function metricOf(entry: JsonFields, outputType: OutputType): AskedMetric {
	const name = entry.text('metric');
	const metric = METRICS.get(name);
	if (metric?.outputTypes.includes(outputType) !== true) {
		return entry.fail('metric', `one that is computed here for ${outputType}, not ${name}`);
	}
	if (entry.has('aggregation') && entry.text('aggregation') !== metric.aggregation) {
		entry.fail('aggregation', metric.aggregation);
	}
	const higherIsBetter = entry.has('higher_is_better')
		? entry.flag('higher_is_better')
		: metric.higherIsBetter;
	// Of other metrics the harness has no use for options: scikit-learn's functions get none.
	const options = name === 'exact_match' ? exactMatchOptions(entry) : {};
	return { metric, options, higherIsBetter };
}

const EXACT_MATCH_OPTIONS: ReadonlySet<string> = new Set([
	'ignore_case',
	'ignore_punctuation',
	'ignore_numbers',
	'regexes_to_ignore'
]);

function exactMatchOptions(entry: JsonFields): MetricOptions {
	for (const key of entry.keys()) {
		if (ABOUT_METRIC.has(key) || EXACT_MATCH_OPTIONS.has(key)) continue;
		entry.fail(key, 'no option of this name');
	}
	const flag = (name: string) => entry.has(name) && entry.flag(name);
	return {
		ignoreCase: flag('ignore_case'),
		ignorePunctuation: flag('ignore_punctuation'),
		ignoreNumbers: flag('ignore_numbers'),
		regexesToIgnore: entry.has('regexes_to_ignore') ? entry.texts('regexes_to_ignore') : []
	};
}

function filterOf(entry: JsonFields): NamedFilter {
	return {
		name: entry.text('name'),
		steps: entry.each('filter').map((step) => ({
			function: step.text('function'),
			options: new Map(
				step
					.keys()
					.filter((key) => key !== 'function')
					.map((key) => [key, plain(step.any(key))])
			)
		}))
	};
}

/** A filter's option as the filters take it. */
function plain(value: PythonJson): unknown {
	if (isList(value)) return value.map(plain);
	if (isObject(value)) return new Map([...value].map(([key, item]) => [key, plain(item)]));
	return isNumber(value) ? value.value : value;
}
