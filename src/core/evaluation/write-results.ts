/** The harness's `results_*.json`. */
import { isObject, float, int, writePythonJson, type PythonJson } from './python/json-value.ts';
import type { TaskResult } from './score-samples.ts';

export interface RunFacts {
	/** What computed: the harness names its model classes here. */
	readonly model: string;
	/** As `model_args`, e.g. the weights' digest. */
	readonly modelArgs: string;
	readonly modelName: string;
	readonly bootstrapDraws: number;
	/** Seconds since 1970. */
	readonly date: number;
	/** Of the harness's formulas that were followed. */
	readonly harnessVersion: string;
	readonly chatTemplate: string | null;
	readonly seconds: number;
}

type Fields = readonly (readonly [string, PythonJson])[];

const object = (fields: Fields): PythonJson => new Map(fields);

/** Of one task or several, in order. */
export function resultsText(tasks: readonly TaskResult[], facts: RunFacts): string {
	const byTask = (of: (task: TaskResult) => PythonJson) =>
		object(tasks.map((task) => [task.scoring.task, of(task)]));
	const fields: Fields = [
		['results', byTask(numbersOf)],
		['group_subtasks', object([])],
		['configs', byTask(({ scoring }) => scoring.config)],
		['versions', byTask(versionOf)],
		['n-shot', byTask(({ scoring }) => field(scoring.config, 'num_fewshot') ?? int(0))],
		['higher_is_better', byTask(directionsOf)],
		['n-samples', byTask(countsOf)],
		['config', configOf(facts)],
		['git_hash', null],
		['date', float(facts.date)],
		['pretty_env_info', 'N/A'],
		['transformers_version', 'N/A'],
		['lm_eval_version', facts.harnessVersion],
		['upper_git_hash', null],
		['task_hashes', byTask(({ hash }) => hash)],
		['model_source', facts.model],
		['model_name', facts.modelName],
		['model_name_sanitized', facts.modelName.replace(/["<>:/|\\?*[\]]+/g, '__')],
		['system_instruction', null],
		['system_instruction_sha', null],
		['fewshot_as_multiturn', facts.chatTemplate !== null],
		['chat_template', facts.chatTemplate],
		['chat_template_sha', null],
		['total_evaluation_time_seconds', String(facts.seconds)]
	];
	return writePythonJson(object(fields), { indent: 2, ensureAscii: false });
}

function field(config: PythonJson, name: string): PythonJson | undefined {
	return isObject(config) ? config.get(name) : undefined;
}

function numbersOf({ scoring, documents, filters }: TaskResult): PythonJson {
	const { task } = scoring;
	const numbers = filters.flatMap(({ filter, metrics }) =>
		metrics.flatMap(({ metric: { name }, value, stderr }): Fields => [
			[`${name},${filter}`, float(value)],
			[`${name}_stderr,${filter}`, stderr === null ? 'N/A' : float(stderr)]
		])
	);
	return object([
		['name', task],
		['alias', field(scoring.config, 'task_alias') ?? task],
		['sample_len', int(documents)],
		...numbers
	]);
}

function versionOf({ scoring }: TaskResult): PythonJson {
	const metadata = field(scoring.config, 'metadata') ?? null;
	return field(metadata, 'version') ?? 'Yaml';
}

function directionsOf({ scoring }: TaskResult): PythonJson {
	return object(scoring.metrics.map(({ metric, higherIsBetter }) => [metric.name, higherIsBetter]));
}

function countsOf({ documents }: TaskResult): PythonJson {
	return object([
		['original', int(documents)],
		['effective', int(documents)]
	]);
}

function configOf(facts: RunFacts): PythonJson {
	return object([
		['model', facts.model],
		['model_args', facts.modelArgs],
		['batch_size', int(1)],
		['batch_sizes', []],
		['device', null],
		['use_cache', null],
		['limit', null],
		['bootstrap_iters', int(facts.bootstrapDraws)],
		['gen_kwargs', null],
		['random_seed', int(0)],
		['numpy_seed', int(1234)],
		['torch_seed', int(1234)],
		['fewshot_seed', int(1234)]
	]);
}
