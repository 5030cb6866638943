/** Requests, text for text those of the harness, version 0.4.13. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sha256Text } from '#core/digest/sha256.ts';
import { tojson } from '#core/jinja/library/json.ts';
import { PyList, type Value } from '#core/jinja/values/object.ts';
import { print } from '#core/jinja/values/printing.ts';
import { Str } from '#core/jinja/values/text.ts';
import { readJsonLines } from './documents.ts';
import type { ChatMessage } from './messages.ts';
import {
	PromptBuilder,
	type PromptOptions,
	type TaskInstance,
	type TaskRequest
} from './prompts.ts';
import { splitsOf } from './splits.ts';
import { indexTasks } from './task-files.ts';
import { resolveTasks, type TaskNode } from './task-groups.ts';
import { TaskRefused } from './task-refused.ts';
import { withValues } from './task-template.ts';

interface Golden {
	readonly task: string;
	readonly shots: number | null;
	readonly chat: boolean;
	readonly multiturn: boolean;
	readonly system: string;
	readonly error?: string;
	readonly documents?: readonly {
		readonly target: string;
		/** Of the first argument of the first request. */
		readonly hash: string;
		/** Of the first document. */
		readonly requests?: readonly unknown[];
		/** Of all requests of the other ones, as `json.dumps` writes them. */
		readonly all?: string;
	}[];
}

const FIXTURES = new URL('../../../../tests/fixtures/evaluation/', import.meta.url);

function read(name: string): string {
	return readFileSync(new URL(name, FIXTURES), 'utf8');
}

const folder = new Map(
	readdirSync(new URL('tasks/', FIXTURES)).map((name) => [name, read(`tasks/${name}`)] as const)
);
const index = indexTasks(folder);
const tables = new Map(
	['test', 'train'].map((name) => [name, readJsonLines(read(`${name}.jsonl`), name)] as const)
);
const golden = JSON.parse(read('prompts.json')) as readonly Golden[];

function renderChat(messages: readonly ChatMessage[], addsAnswerStart: boolean): string {
	const text = messages.map(({ role, content }) => `<${role}>${content}</>\n`).join('');
	return addsAnswerStart ? `${text}<assistant>` : text.slice(0, -4);
}

function configOf(name: string) {
	const [node] = resolveTasks(index, name);
	if (node?.kind !== 'task') throw new Error(`${name} is no task`);
	return node.config;
}

function instancesOf(name: string, options: Partial<PromptOptions> = {}): TaskInstance[] {
	const config = configOf(name);
	const builder = new PromptBuilder(config, splitsOf(config, tables), {
		shots: null,
		seed: 1234,
		systemInstruction: '',
		chat: null,
		asMultiturn: false,
		...options
	});
	return [...builder.instances()];
}

function argumentsOf(request: TaskRequest): Value {
	if (request.kind === 'loglikelihood_rolling') return new PyList([Str.of(request.text)]);
	const second =
		request.kind === 'generate_until' ? request.generation : Str.of(request.continuation);
	return new PyList([Str.of(request.context), second]);
}

function dumped(value: Value): string {
	return withValues('test', () => print(tojson([value, false])).text);
}

function hashOf(text: string): string {
	return sha256Text(text).slice('sha256:'.length);
}

function firstArgument(request: TaskRequest | undefined): string {
	if (request === undefined) return '';
	return request.kind === 'loglikelihood_rolling' ? request.text : request.context;
}

/** `set_config` puts shots over a task's own 0, too; none of these tasks has it. */
function outcome({ task, shots, chat, multiturn, system }: Golden) {
	return instancesOf(task, {
		shots,
		chat: chat ? renderChat : null,
		asMultiturn: multiturn,
		systemInstruction: system
	}).map(({ target, requests }) => ({
		target: withValues('test', () => print(target).text),
		hash: hashOf(firstArgument(requests[0])),
		requests: dumped(new PyList(requests.map(argumentsOf)))
	}));
}

function title({ task, shots, chat, multiturn }: Golden): string {
	const how = chat ? (multiturn ? ', a chat of many turns' : ', a chat of one turn') : '';
	return `${task}, ${shots ?? 'its own'} shots${how}`;
}

describe('asks what the harness asks', () => {
	const taken = golden.filter(({ error }) => error === undefined);

	test.each(taken.map((each) => ({ ...each, title: title(each) })))('$title', (each) => {
		const own = outcome(each);
		const documents = each.documents ?? [];
		expect(own.map(({ target }) => target)).toEqual(documents.map(({ target }) => target));
		const [first] = documents;
		expect(JSON.parse(own[0]?.requests ?? '')).toEqual(first?.requests);
		expect(own.map(({ hash }) => hash)).toEqual(documents.map(({ hash }) => hash));
		expect(own.slice(1).map(({ requests }) => hashOf(requests))).toEqual(
			documents.slice(1).map(({ all }) => all)
		);
	});
});

test('refuses more examples than there are, as the harness does', () => {
	const tooMany = golden.filter(({ error }) => error !== undefined);
	expect(tooMany.map(({ task, shots }) => [task, shots])).toEqual([['gen_many_targets', 5]]);
	expect(() => instancesOf('gen_many_targets', { shots: 5 })).toThrow(
		/5 examples are asked for, and there are 3/
	);
});

function namesIn(nodes: readonly TaskNode[]): unknown[] {
	return nodes.map((node) =>
		node.kind === 'task'
			? [node.config.task, node.config.numFewshot]
			: { [node.name]: namesIn(node.children) }
	);
}

test('a group passes on what it says to its tasks, and has groups inside', () => {
	expect(namesIn(resolveTasks(index, 'all_kites'))).toEqual([
		{
			all_kites: [['mc_columns', null], ['mc_letters', 1], { 'all_kites::inner': [['ll', null]] }]
		}
	]);
});

test('refuses a column that is not there, and a split', () => {
	const config = configOf('mc_columns');
	expect(() => splitsOf({ ...config, testSplit: 'dev' }, tables)).toThrow(/no split dev/);
	const lacking = { ...config, docToText: Str.of('{{question}}') };
	const build = () =>
		new PromptBuilder(lacking, splitsOf(config, tables), {
			shots: 0,
			seed: 1234,
			systemInstruction: '',
			chat: null,
			asMultiturn: false
		});
	expect(build).toThrow(new TaskRefused('doc_to_text', "UndefinedError: 'question' is undefined"));
});
