/**
 * Groups of tasks, and what a group says about its tasks.
 *
 * Source: lm_eval/tasks/_factory.py and lm_eval/config/group.py, 0.4.13.
 */
import { PyDict } from '#core/jinja/values/dict.ts';
import { PyList, type Value } from '#core/jinja/values/object.ts';
import { Str } from '#core/jinja/values/text.ts';
import { Fields } from './config-fields.ts';
import { readTaskConfig, type TaskConfig } from './config.ts';
import type { TaskIndex } from './task-files.ts';
import { TaskRefused } from './task-refused.ts';

export interface GroupMetric {
	readonly metric: string;
	/** null: of all filters. */
	readonly filters: readonly string[] | null;
	readonly weightBySize: boolean;
}

export type TaskNode =
	| { readonly kind: 'task'; readonly config: TaskConfig }
	| {
			readonly kind: 'group';
			readonly name: string;
			readonly alias: string;
			readonly metrics: readonly GroupMetric[];
			readonly children: readonly TaskNode[];
	  };

const GROUP_FIELDS: ReadonlySet<string> = new Set([
	'group',
	'group_alias',
	'task',
	'aggregate_metric_list',
	'metadata'
]);
const DEEPEST = 20;

function over(fields: PyDict, overrides: PyDict): PyDict {
	return new PyDict([...fields.entries(), ...overrides.entries()]);
}

function nameIn(item: PyDict, field: string): string | null {
	const value = item.getNamed(field);
	return value instanceof Str ? value.text : null;
}

function groupMetric(value: Value): GroupMetric {
	if (!(value instanceof PyDict)) {
		throw new TaskRefused('aggregate_metric_list', 'each must be a mapping');
	}
	const fields = new Fields(value, 'aggregate_metric_list.');
	const aggregation = fields.text('aggregation') ?? 'mean';
	if (aggregation !== 'mean') fields.refuse('aggregation', 'only mean is known');
	const filters = fields.value('filter_list');
	const metric: GroupMetric = {
		metric: fields.text('metric') ?? fields.refuse('metric', 'it is missing'),
		filters:
			filters === null
				? null
				: (filters instanceof PyList ? filters.items : [filters]).map((filter) =>
						filter instanceof Str ? filter.text : fields.refuse('filter_list', 'it must be texts')
					),
		weightBySize: fields.has('weight_by_size') ? fields.flag('weight_by_size') : true
	};
	fields.end();
	return metric;
}

class Builder {
	readonly #index: TaskIndex;

	constructor(index: TaskIndex) {
		this.#index = index;
	}

	/** @returns more than one for a tag */
	named(name: string, overrides: PyDict, depth: number): TaskNode[] {
		if (depth > DEEPEST) throw new TaskRefused(name, 'its groups are in each other without end');
		const entry = this.#index.entries.get(name);
		if (entry?.kind === 'group') return [this.#group(name, entry.fields, overrides, depth)];
		if (entry !== undefined) return [this.#task(over(entry.fields, overrides))];
		const tagged = this.#index.tags.get(name);
		if (tagged === undefined) throw new TaskRefused(name, 'there is no such task, group or tag');
		return tagged.flatMap((task) => this.named(task, overrides, depth + 1));
	}

	#task(fields: PyDict): TaskNode {
		return { kind: 'task', config: readTaskConfig(fields) };
	}

	/** What a group says beside its own fields holds for its tasks, unless who names it says otherwise. */
	#group(name: string, fields: PyDict, overrides: PyDict, depth: number): TaskNode {
		if (depth > DEEPEST) throw new TaskRefused(name, 'its groups are in each other without end');
		const own = [...fields.entries()].filter(
			([key]) => !(key instanceof Str && GROUP_FIELDS.has(key.text))
		);
		const passedOn = over(new PyDict(own), overrides);
		const members = fields.getNamed('task');
		if (!(members instanceof PyList)) {
			throw new TaskRefused(name, 'a group names its tasks in a list, in the field task');
		}
		const metrics = fields.getNamed('aggregate_metric_list') ?? null;
		const list = metrics instanceof PyList ? metrics.items : metrics === null ? [] : [metrics];
		return {
			kind: 'group',
			name,
			alias: nameIn(fields, 'group_alias') ?? name,
			metrics: list.map(groupMetric),
			children: members.items.flatMap((item) => this.#member(item, name, passedOn, depth + 1))
		};
	}

	#member(item: Value, group: string, overrides: PyDict, depth: number): TaskNode[] {
		if (item instanceof Str) return this.#memberTask(item.text, group, overrides, depth);
		if (!(item instanceof PyDict)) {
			throw new TaskRefused(group, 'each of its tasks must be a name or a mapping');
		}
		const inner = nameIn(item, 'group');
		if (inner !== null) return [this.#innerGroup(inner, item, { group, overrides, depth })];
		const task = nameIn(item, 'task');
		if (task === null) throw new TaskRefused(group, 'each of its tasks must have a name');
		return this.#memberTask(task, group, over(overrides, item), depth);
	}

	#innerGroup(
		name: string,
		item: PyDict,
		{ group, overrides, depth }: { group: string; overrides: PyDict; depth: number }
	): TaskNode {
		const known = this.#index.entries.get(name);
		if (known === undefined) return this.#group(`${group}::${name}`, item, overrides, depth);
		const own = new PyDict([...item.entries()].filter(([key]) => !isNamed(key, 'group')));
		const [node] = this.named(name, over(overrides, own), depth);
		return node ?? this.#group(name, item, overrides, depth);
	}

	/** A task that is in no file is made of what the group says about it. */
	#memberTask(name: string, group: string, overrides: PyDict, depth: number): TaskNode[] {
		const isKnown = this.#index.entries.has(name) || this.#index.tags.has(name);
		if (isKnown) return this.named(name, overrides, depth);
		return [this.#task(over(overrides, PyDict.of({ task: Str.of(`${group}::${name}`) })))];
	}
}

function isNamed(key: Value, name: string): boolean {
	return key instanceof Str && key.text === name;
}

/**
 * @param name of a task, a group or a tag
 * @throws TaskRefused for names that are not there, and for tasks that are not run here
 */
export function resolveTasks(index: TaskIndex, name: string): TaskNode[] {
	return new Builder(index).named(name, new PyDict(), 0);
}
