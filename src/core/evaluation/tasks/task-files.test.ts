import { expect, test } from 'vitest';
import { indexTasks } from './task-files.ts';
import { resolveTasks } from './task-groups.ts';
import { TaskRefused } from './task-refused.ts';

const TASK = 'doc_to_text: "{{q}}"\ndoc_to_target: a\ntest_split: test\n';

function indexOf(files: Readonly<Record<string, string>>) {
	return indexTasks(new Map(Object.entries(files)));
}

function problemsOf(files: Readonly<Record<string, string>>): string[] {
	return indexOf(files).problems.map(({ message }) => message);
}

/** Of a task with one more line. */
function refusalOf(line: string): string {
	const index = indexOf({ 'a.yaml': `task: a\n${TASK}${line}\n` });
	expect(index.problems).toEqual([]);
	try {
		resolveTasks(index, 'a');
	} catch (error) {
		if (error instanceof TaskRefused) return error.message;
		throw error;
	}
	return '';
}

test('a file includes others, and its own fields win', () => {
	const index = indexOf({
		'a/_base.yml': `${TASK}num_fewshot: 3\n`,
		'a/b/task.yaml': 'include: ../_base.yml\ntask: t\nnum_fewshot: 1\ntag: [x, y]\n'
	});
	expect(index.problems).toEqual([]);
	expect([...index.tags]).toEqual([
		['x', ['t']],
		['y', ['t']]
	]);
	expect(resolveTasks(index, 'x')).toMatchObject([
		{ kind: 'task', config: { task: 't', numFewshot: 1, testSplit: 'test' } }
	]);
});

test('files that cannot be read are said, and the others are there', () => {
	const files = {
		'loop.yaml': 'include: pool.yaml\ntask: l\n',
		'pool.yaml': 'include: loop.yaml\ntask: p\n',
		'lost.yaml': 'include: gone.yaml\ntask: g\n',
		'out.yaml': 'include: ../../secret.yaml\ntask: o\n',
		'none.yaml': 'dataset_path: x\n',
		'python.yaml': 'task: c\nclass: !function task.Task\n',
		'same.yaml': `task: t\n${TASK}`,
		'twice.yaml': `task: t\n${TASK}`
	};
	expect(problemsOf(files)).toEqual([
		'loop.yaml: it is included by itself, or twice',
		'lost.yaml: it includes gone.yaml, which is not there',
		'none.yaml: it names neither a task nor a group',
		'out.yaml: it includes ../../secret.yaml, which is not there',
		'pool.yaml: it is included by itself, or twice',
		'python.yaml: the task is a Python class, which is not run here',
		'twice.yaml: there is another t before it'
	]);
	expect(resolveTasks(indexOf(files), 't')).toHaveLength(1);
});

test('groups that are in each other end', () => {
	const index = indexOf({
		'a.yaml': 'group: a\ntask: [b]\n',
		'b.yaml': 'group: b\ntask: [a]\n'
	});
	expect(() => resolveTasks(index, 'a')).toThrow(/its groups are in each other without end/);
	expect(() => resolveTasks(index, 'c')).toThrow('c: there is no such task, group or tag');
});

test.each([
	[
		'process_docs: !function utils.f',
		'process_docs: it calls Python (utils.f), which is not run here'
	],
	['use_prompt: "promptsource:x"', 'use_prompt: prompts of Promptsource are not read here'],
	['doc_to_image: picture', 'doc_to_image: documents with images or sound are not evaluated here'],
	['num_few_shot: 2', 'num_few_shot: this field is not known here'],
	['num_fewshot: two', 'num_fewshot: it must be a whole number, not str'],
	['output_type: greedy_until', /^output_type: there is no greedy_until: it is one of/],
	['metric_list: [{metric: bleu}]', 'metric_list bleu: this metric is not computed here'],
	['fewshot_config: {sampler: balanced}', /^fewshot_config\.sampler: there is no sampler balanced/],
	['filter_list: [{name: x, filter: [{function: !function u.f}]}]', /it calls Python \(u\.f\)/]
])('refuses a task by the name of its field: %s', (line, message) => {
	expect(refusalOf(line)).toMatch(message);
});
