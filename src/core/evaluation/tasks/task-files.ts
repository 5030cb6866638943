/**
 * A folder of task files: what includes what, and which tasks, groups and tags there are.
 *
 * Source: lm_eval/tasks/_yaml_loader.py and _index.py, 0.4.13.
 */
import { PyDict } from '#core/jinja/values/dict.ts';
import { PyList, type Value } from '#core/jinja/values/object.ts';
import { Str } from '#core/jinja/values/text.ts';
import { TaskRefused } from './task-refused.ts';
import { readYaml } from './yaml.ts';

/** Paths with `/`, relative to the folder, to texts. */
export type TaskFolder = ReadonlyMap<string, string>;

export interface TaskEntry {
	readonly kind: 'task' | 'group';
	readonly name: string;
	readonly path: string;
	/** With what it includes. */
	readonly fields: PyDict;
}

export interface TaskIndex {
	readonly entries: ReadonlyMap<string, TaskEntry>;
	/** Names of tasks by tag, sorted. */
	readonly tags: ReadonlyMap<string, readonly string[]>;
	/** What could not be read: the harness passes over such files, too. */
	readonly problems: readonly TaskRefused[];
}

/** @returns null when it leads out of the folder */
function resolvePath(from: string, relative: string): string | null {
	if (relative.startsWith('/')) return null;
	const parts = from.split('/').slice(0, -1);
	for (const part of relative.split('/')) {
		if (part === '' || part === '.') continue;
		if (part !== '..') parts.push(part);
		else if (parts.pop() === undefined) return null;
	}
	return parts.join('/');
}

function merged(below: PyDict, above: PyDict): PyDict {
	return new PyDict([...below.entries(), ...above.entries()]);
}

function without(fields: PyDict, name: string): PyDict {
	const kept = [...fields.entries()].filter(([key]) => !(key instanceof Str && key.text === name));
	return new PyDict(kept);
}

function texts(value: Value, where: string, field: string): readonly string[] {
	const items = value instanceof PyList ? value.items : value === null ? [] : [value];
	return items.map((item) => {
		if (item instanceof Str) return item.text;
		throw new TaskRefused(where, `${field} must be a text or a list of texts`);
	});
}

/**
 * One file with what it includes: of two values for a field the including file's counts.
 *
 * @throws TaskRefused for files that are missing, that include each other, or twice the same
 */
export function loadTaskFile(folder: TaskFolder, path: string, seen = new Set<string>()): PyDict {
	if (seen.has(path)) throw new TaskRefused(path, 'it is included by itself, or twice');
	seen.add(path);
	const text = folder.get(path);
	if (text === undefined) throw new TaskRefused(path, 'this file is not there');
	const own = readYaml(text, path);
	const includes = texts(own.getNamed('include') ?? null, path, 'include');
	let below = new PyDict();
	for (const relative of includes) {
		const target = resolvePath(path, relative);
		if (target === null || !folder.has(target)) {
			throw new TaskRefused(path, `it includes ${relative}, which is not there`);
		}
		below = merged(below, without(loadTaskFile(folder, target, seen), 'task_list'));
	}
	return merged(below, without(own, 'include'));
}

function entryOf(fields: PyDict, path: string): TaskEntry {
	if (fields.getNamed('class') !== undefined) {
		throw new TaskRefused(path, 'the task is a Python class, which is not run here');
	}
	const group = fields.getNamed('group');
	const name = group ?? fields.getNamed('task');
	if (!(name instanceof Str)) throw new TaskRefused(path, 'it names neither a task nor a group');
	return { kind: group === undefined ? 'task' : 'group', name: name.text, path, fields };
}

/** Reads all files that end in `.yaml`, sorted by path; of two of one name the first counts. */
export function indexTasks(folder: TaskFolder): TaskIndex {
	const entries = new Map<string, TaskEntry>();
	const tags = new Map<string, string[]>();
	const problems: TaskRefused[] = [];
	const paths = [...folder.keys()].filter((path) => path.endsWith('.yaml')).sort();
	for (const path of paths) {
		try {
			const entry = entryOf(loadTaskFile(folder, path), path);
			if (entries.has(entry.name)) {
				throw new TaskRefused(path, `there is another ${entry.name} before it`);
			}
			entries.set(entry.name, entry);
			if (entry.kind === 'group') continue;
			for (const tag of texts(entry.fields.getNamed('tag') ?? null, path, 'tag')) {
				tags.set(tag, [...(tags.get(tag) ?? []), entry.name].sort());
			}
		} catch (error) {
			if (!(error instanceof TaskRefused)) throw error;
			problems.push(error);
		}
	}
	return { entries, tags, problems };
}
