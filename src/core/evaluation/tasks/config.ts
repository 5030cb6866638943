/**
 * A task's configuration, with the harness's fields and defaults. What is not run here is refused by name.
 *
 * Source: lm_eval/config/task.py and lm_eval/api/task.py of LM Evaluation Harness 0.4.13.
 */
import { PyDict } from '#core/jinja/values/dict.ts';
import { PyList, typeName, type Value } from '#core/jinja/values/object.ts';
import { Str } from '#core/jinja/values/text.ts';
import { OUTPUT_TYPES, type OutputType } from '../requests.ts';
import { Fields } from './config-fields.ts';
import type { FilterStep } from './filters.ts';
import { plainOption } from './filter-options.ts';
import { readMetrics, type MetricConfig } from './metric-config.ts';
import { TaskRefused } from './task-refused.ts';

/** A column's name or a template; a number; for choices also a list, or a mapping whose values count. */
export type Rule = Str | bigint | boolean | PyList | PyDict;

/** How one document is written: a few-shot example may be written in another way than the question. */
export interface DocumentRules {
	readonly docToText: Rule | null;
	readonly docToTarget: Rule | null;
	readonly docToChoice: Rule | null;
	readonly genPrefix: string | null;
	readonly targetDelimiter: string;
	readonly fewshotDelimiter: string;
}

export interface FewshotConfig extends DocumentRules {
	readonly sampler: 'default' | 'first_n';
	readonly split: string | null;
	/** Examples in the task file itself. */
	readonly samples: readonly PyDict[] | null;
}

export interface FilterConfig {
	readonly name: string;
	readonly steps: readonly FilterStep[];
}

export interface TaskConfig extends DocumentRules {
	readonly task: string;
	readonly alias: string | null;
	readonly datasetPath: string | null;
	readonly datasetName: string | null;
	readonly datasetKwargs: PyDict | null;
	readonly trainingSplit: string | null;
	readonly validationSplit: string | null;
	readonly testSplit: string | null;
	readonly description: string;
	readonly fewshot: FewshotConfig;
	/** null: as many as the run asks for, else none. */
	readonly numFewshot: number | null;
	readonly outputType: OutputType;
	readonly metrics: readonly MetricConfig[];
	/** Of `generate_until` alone. */
	readonly generation: PyDict | null;
	readonly repeats: number;
	readonly filters: readonly FilterConfig[];
	readonly version: Value;
	/** As the task file has them, in order: for the results. */
	readonly raw: PyDict;
}

const NO_PYTHON = 'it needs Python, which is not run here';
const NO_IMAGES = 'documents with images or sound are not evaluated here';

function isOutputType(text: string): text is OutputType {
	return (OUTPUT_TYPES as readonly string[]).includes(text);
}

function rule(fields: Fields, name: string): Rule | null {
	const value = fields.value(name);
	const isRule =
		value instanceof Str ||
		value instanceof PyList ||
		value instanceof PyDict ||
		typeof value === 'bigint' ||
		typeof value === 'boolean';
	if (value === null || isRule) return value;
	return fields.refuse(name, `it cannot be ${typeName(value)}`);
}

function rules(fields: Fields, missing: DocumentRules): DocumentRules {
	return {
		docToText: rule(fields, 'doc_to_text') ?? missing.docToText,
		docToTarget: rule(fields, 'doc_to_target') ?? missing.docToTarget,
		docToChoice: rule(fields, 'doc_to_choice') ?? missing.docToChoice,
		genPrefix: fields.text('gen_prefix') ?? missing.genPrefix,
		targetDelimiter: fields.text('target_delimiter') ?? missing.targetDelimiter,
		fewshotDelimiter: fields.text('fewshot_delimiter') ?? missing.fewshotDelimiter
	};
}

const DEFAULT_RULES: DocumentRules = {
	docToText: null,
	docToTarget: null,
	docToChoice: null,
	genPrefix: null,
	targetDelimiter: ' ',
	fewshotDelimiter: '\n\n'
};

function dictionary(fields: Fields, name: string): PyDict | null {
	const value = fields.value(name);
	if (value === null || value instanceof PyDict) return value;
	return fields.refuse(name, 'it must be a mapping');
}

function samples(fields: Fields): readonly PyDict[] | null {
	const items = fields.list('samples');
	return (
		items?.map((item) =>
			item instanceof PyDict ? item : fields.refuse('samples', 'each must be a mapping')
		) ?? null
	);
}

function readFewshot(outer: Fields, own: DocumentRules): FewshotConfig {
	const given = dictionary(outer, 'fewshot_config') ?? new PyDict();
	const fields = new Fields(given, 'fewshot_config.');
	const sampler = fields.text('sampler') ?? 'default';
	if (sampler !== 'default' && sampler !== 'first_n') {
		return fields.refuse(
			'sampler',
			`there is no sampler ${sampler}; there are default and first_n`
		);
	}
	fields.unused('process_docs', NO_PYTHON);
	// Read by the harness, and without effect on which examples are drawn.
	fields.skip('fewshot_indices');
	const inherited = outer.text('fewshot_split');
	const fewshot: FewshotConfig = {
		...rules(fields, own),
		sampler,
		split: fields.has('split') ? fields.text('split') : inherited,
		samples: samples(fields)
	};
	fields.end();
	return fewshot;
}

/** Without one, the first answer counts. */
const DEFAULT_FILTERS: readonly FilterConfig[] = [
	{ name: 'none', steps: [{ function: 'take_first', options: new Map() }] }
];

function readStep(value: Value, where: string): FilterStep {
	if (!(value instanceof PyDict)) throw new TaskRefused(where, 'each filter must be a mapping');
	const fields = new Fields(value, `${where}.`);
	const name = fields.text('function') ?? fields.refuse('function', 'it is missing');
	const options = fields.rest().map(([key, option]) => [key, plainOption(option, where)] as const);
	return { function: name, options: new Map(options) };
}

function readFilters(fields: Fields): readonly FilterConfig[] {
	const items = fields.list('filter_list');
	if (items === null) return DEFAULT_FILTERS;
	return items.map((item) => {
		if (!(item instanceof PyDict)) return fields.refuse('filter_list', 'each must be a mapping');
		const own = new Fields(item, 'filter_list.');
		const name = own.text('name') ?? own.refuse('name', 'it is missing');
		const steps = own.list('filter') ?? own.refuse('filter', 'it is missing');
		own.end();
		return { name, steps: steps.map((step) => readStep(step, `filter_list ${name}`)) };
	});
}

function readGeneration(fields: Fields, type: OutputType, delimiter: string): PyDict | null {
	const given = dictionary(fields, 'generation_kwargs');
	const until = new PyList([Str.of(delimiter)]);
	if (given === null) {
		if (type !== 'generate_until') return null;
		return PyDict.of({ temperature: 0, do_sample: false, max_gen_toks: 256n, until });
	}
	const entries = Array.from(given.entries(), ([key, value]) => {
		const isWhole = key instanceof Str && key.text === 'temperature' && typeof value === 'bigint';
		return [key, isWhole ? Number(value) : value] as const;
	});
	return new PyDict(
		given.getNamed('until') === undefined ? [...entries, [Str.of('until'), until]] : entries
	);
}

function refusePython(fields: Fields): void {
	fields.unused('class', NO_PYTHON);
	fields.unused('custom_dataset', NO_PYTHON);
	fields.unused('process_docs', NO_PYTHON);
	fields.unused('process_results', NO_PYTHON);
	fields.unused('use_prompt', 'prompts of Promptsource are not read here');
	fields.unused('doc_to_image', NO_IMAGES);
	fields.unused('doc_to_audio', NO_IMAGES);
	fields.unused('unsafe_code', 'it runs code that a model wrote');
}

function versionOf(metadata: Value): Value {
	return metadata instanceof PyDict
		? (metadata.getNamed('version') ?? Str.of('Yaml'))
		: Str.of('Yaml');
}

/**
 * @param given the task's fields, with what it includes
 * @throws TaskRefused for fields that are unknown, wrong, or not run here
 */
export function readTaskConfig(given: PyDict): TaskConfig {
	const fields = new Fields(given, '');
	refusePython(fields);
	// Where it belongs; what decontaminates has no effect on prompts and scores.
	fields.skip('tag', 'group', 'task_list', 'metadata');
	fields.skip('should_decontaminate', 'doc_to_decontamination_query');
	const outputType = fields.text('output_type') ?? 'generate_until';
	if (!isOutputType(outputType)) {
		return fields.refuse(
			'output_type',
			`there is no ${outputType}: it is one of ${OUTPUT_TYPES.join(', ')}`
		);
	}
	const own = rules(fields, DEFAULT_RULES);
	const config: TaskConfig = {
		...own,
		task: fields.text('task') ?? fields.refuse('task', 'it is missing'),
		alias: fields.text('task_alias'),
		datasetPath: fields.text('dataset_path'),
		datasetName: fields.text('dataset_name'),
		datasetKwargs: dictionary(fields, 'dataset_kwargs'),
		trainingSplit: fields.text('training_split'),
		validationSplit: fields.text('validation_split'),
		testSplit: fields.text('test_split'),
		description: fields.text('description') ?? '',
		fewshot: readFewshot(fields, own),
		numFewshot: fields.whole('num_fewshot'),
		outputType,
		metrics: readMetrics(fields.list('metric_list'), outputType),
		generation: readGeneration(fields, outputType, own.fewshotDelimiter),
		repeats: fields.whole('repeats') ?? 1,
		filters: readFilters(fields),
		version: versionOf(given.getNamed('metadata') ?? null),
		raw: given
	};
	fields.end();
	return config;
}
