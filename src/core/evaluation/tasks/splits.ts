/**
 * Which documents of a task's data are asked about, and which are examples.
 *
 * Source: `eval_docs` and `fewshot_docs` in lm_eval/api/task.py, 0.4.13.
 */
import type { PyDict } from '#core/jinja/values/dict.ts';
import type { TaskConfig } from './config.ts';
import type { DocumentTable } from './documents.ts';
import type { TaskSplits } from './prompts.ts';
import { TaskRefused } from './task-refused.ts';

/** By the names that the task gives its splits. */
export type SplitTables = ReadonlyMap<string, DocumentTable>;

function tableOf(tables: SplitTables, name: string, field: string): DocumentTable {
	const table = tables.get(name);
	if (table !== undefined) return table;
	const known = [...tables.keys()].join(', ');
	throw new TaskRefused(field, `there is no split ${name} in the data; there is: ${known}`);
}

function poolOf(config: TaskConfig, tables: SplitTables): readonly PyDict[] {
	const { fewshot, trainingSplit, validationSplit, testSplit } = config;
	if (fewshot.split !== null) return tableOf(tables, fewshot.split, 'fewshot_split').documents;
	if (fewshot.samples !== null) return fewshot.samples;
	const name = trainingSplit ?? validationSplit ?? testSplit;
	return name === null ? [] : tableOf(tables, name, 'training_split').documents;
}

/** @throws TaskRefused when a split is not in the data, or the task names none to be asked about */
export function splitsOf(config: TaskConfig, tables: SplitTables): TaskSplits {
	const name = config.testSplit ?? config.validationSplit;
	if (name === null)
		throw new TaskRefused('test_split', 'neither it nor validation_split is there');
	const { columns, documents } = tableOf(tables, name, 'test_split');
	return { columns: new Set(columns), evaluated: documents, pool: poolOf(config, tables) };
}
