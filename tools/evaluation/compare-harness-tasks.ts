/**
 * Whether tasks of LM Evaluation Harness come to the same requests here: `npx tsx
 * tools/evaluation/compare-harness-tasks.ts OUT.json`, with what make_harness_tasks.py wrote.
 *
 * Ends with 1 when a request differs, or a task is taken that the harness refuses.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Text } from '#core/digest/sha256.ts';
import { readJsonLines, type DocumentTable } from '#core/evaluation/tasks/documents.ts';
import type { ChatMessage } from '#core/evaluation/tasks/messages.ts';
import {
	PromptBuilder,
	type PromptOptions,
	type TaskInstance,
	type TaskRequest
} from '#core/evaluation/tasks/prompts.ts';
import { splitsOf } from '#core/evaluation/tasks/splits.ts';
import { indexTasks, type TaskIndex } from '#core/evaluation/tasks/task-files.ts';
import { resolveTasks } from '#core/evaluation/tasks/task-groups.ts';
import { TaskRefused } from '#core/evaluation/tasks/task-refused.ts';
import { withValues } from '#core/evaluation/tasks/task-template.ts';
import { tojson } from '#core/jinja/library/json.ts';
import { PyList, type Value } from '#core/jinja/values/object.ts';
import { print } from '#core/jinja/values/printing.ts';
import { Str } from '#core/jinja/values/text.ts';

type Told = { readonly hash: string; readonly text: string } | { readonly error: string };

interface Golden {
	readonly task: string;
	readonly tables: Readonly<Record<string, readonly object[]>>;
	readonly settings: Readonly<Record<string, Told>>;
}

interface Goldens {
	/** The folder of the harness's tasks. */
	readonly home: string;
	readonly names: readonly string[];
	readonly declared: number;
	readonly eligible: number;
	readonly seed: number;
	readonly tasks: readonly Golden[];
}

const PLAIN: PromptOptions = {
	shots: null,
	seed: 1234,
	systemInstruction: '',
	chat: null,
	asMultiturn: false
};

function renderChat(messages: readonly ChatMessage[], addsAnswerStart: boolean): string {
	const text = messages.map(({ role, content }) => `<${role}>${content}</>\n`).join('');
	return addsAnswerStart ? `${text}<assistant>` : text.slice(0, -4);
}

const SETTINGS: Readonly<Record<string, PromptOptions>> = {
	plain: PLAIN,
	'2 shots': { ...PLAIN, shots: 2 },
	chat: {
		...PLAIN,
		shots: 1,
		chat: renderChat,
		asMultiturn: true,
		systemInstruction: 'Be brief.'
	}
};

function argumentsOf(request: TaskRequest): Value {
	if (request.kind === 'loglikelihood_rolling') return new PyList([Str.of(request.text)]);
	const second =
		request.kind === 'generate_until' ? request.generation : Str.of(request.continuation);
	return new PyList([Str.of(request.context), second]);
}

/** As `json.dumps` writes the targets and all requests. */
function dumped(instances: Iterable<TaskInstance>): string {
	return withValues('comparison', () => {
		const lines = Array.from(instances, ({ target, requests }) => {
			return new PyList([print(target), new PyList(requests.map(argumentsOf))]);
		});
		return print(tojson([new PyList(lines), false])).text;
	});
}

function tablesOf({ tables, task }: Golden): ReadonlyMap<string, DocumentTable> {
	const lines = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n');
	return new Map(
		Object.entries(tables).map(([split, rows]) => [split, readJsonLines(lines(rows), task)])
	);
}

function ownText(index: TaskIndex, golden: Golden, options: PromptOptions): string | TaskRefused {
	try {
		const [node] = resolveTasks(index, golden.task);
		if (node?.kind !== 'task') return new TaskRefused(golden.task, 'it is no task here');
		const { config } = node;
		const builder = new PromptBuilder(config, splitsOf(config, tablesOf(golden)), options);
		return dumped(builder.instances());
	} catch (error) {
		if (error instanceof TaskRefused) return error;
		throw error;
	}
}

function readFolder(home: string): Map<string, string> {
	const paths = readdirSync(home, { recursive: true, encoding: 'utf8' });
	// Some of those that are included have another ending, or none.
	const files = paths.filter(
		(path) => !/\.(?:py|md|pyc|png|sh)$/.test(path) && statSync(join(home, path)).isFile()
	);
	return new Map(files.map((path) => [path, readFileSync(join(home, path), 'utf8')]));
}

/** What is counted: without what differs from task to task. */
function kindOf({ where, reason }: TaskRefused): string {
	return `${where}: ${reason}`.replace(/\s+/g, ' ').slice(0, 110);
}

function countUp(counts: Map<string, number>, key: string): void {
	counts.set(key, (counts.get(key) ?? 0) + 1);
}

function firstDifference(own: string, told: string): string {
	let at = 0;
	while (at < own.length && own[at] === told[at]) at += 1;
	const around = (text: string) => text.slice(Math.max(0, at - 60), at + 80);
	return `\n  here:    …${around(own)}\n  harness: …${around(told)}`;
}

const goldens = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Goldens;
const index = indexTasks(readFolder(goldens.home));
const own = new Set(
	[...index.entries.values()].filter(({ kind }) => kind === 'task').map(({ name }) => name)
);
const lacking = goldens.names.filter((name) => !own.has(name));
const outcomes = new Map<string, number>();
const reasons = new Map<string, number>();
/** Of what both refuse. */
const shared = new Map<string, number>();

/** @returns how one task came out, over all settings */
function compare(golden: Golden): string {
	const found = new Set<string>();
	for (const [title, told] of Object.entries(golden.settings)) {
		const text = ownText(index, golden, SETTINGS[title] ?? PLAIN);
		const name = `${golden.task}, ${title}`;
		if (text instanceof TaskRefused) {
			if ('error' in told) {
				found.add('refused by both');
				countUp(shared, `${kindOf(text)} | the harness: ${told.error.slice(0, 100)}`);
			} else {
				found.add('refused here');
				countUp(reasons, kindOf(text));
			}
		} else if ('error' in told) {
			found.add('taken here alone');
			console.log(`TAKEN ${name}: the harness says ${told.error}`);
		} else if (sha256Text(text) === `sha256:${told.hash}`) found.add('equal');
		else {
			found.add('different');
			console.log(`DIFFERENT ${name}${firstDifference(text, told.text)}`);
		}
	}
	const worst = ['different', 'taken here alone', 'refused here', 'refused by both', 'equal'];
	return worst.find((each) => found.has(each)) ?? 'equal';
}

for (const golden of goldens.tasks) countUp(outcomes, compare(golden));
console.log(
	`${goldens.declared} tasks in YAML, ${lacking.length} of them not found here`,
	lacking.slice(0, 5)
);
for (const { message } of index.problems.slice(0, 8)) console.log(' ', message.slice(0, 200));
console.log(
	`${goldens.eligible} without Python; ${goldens.tasks.length} drawn with seed ${goldens.seed}`
);
console.table(Object.fromEntries(outcomes));
for (const counts of [reasons, shared]) {
	for (const [reason, count] of [...counts].sort(([, a], [, b]) => b - a)) {
		console.log(count, 'times:', reason);
	}
}
if (outcomes.has('different') || outcomes.has('taken here alone')) process.exitCode = 1;
