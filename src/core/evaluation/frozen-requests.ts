/**
 * Frozen requests: any task of the harness, its prompts rendered, as lines of JSON. The first line holds the
 * task's config, each other one a document with its requests. docs/evaluation.md has the script that
 * makes them.
 */
import { evaluationError } from './evaluation-error.ts';
import { readGenerationOptions } from './generation-options.ts';
import { textHash } from './hashes.ts';
import { readLine, type JsonFields } from './json-fields.ts';
import { isList, isNumber, type PythonJson } from './python/json-value.ts';
import { pythonStr } from './python/repr.ts';
import type { NumberedLine } from './read-lines.ts';
import {
	promptOf,
	type Asked,
	type ContextAndContinuation,
	type EvaluationItem,
	type Gold
} from './requests.ts';
import { readTaskScoring, type TaskScoring } from './task-scoring.ts';

export const FROZEN_FORMAT = 'frozen-requests-1';
/** More do not fit in memory beside a model. */
const MOST_DOCUMENTS = 200_000;

export interface FrozenTask {
	readonly scoring: TaskScoring;
	readonly items: readonly EvaluationItem[];
}

/**
 * @param lines from `readLines`
 * @throws AppError `evaluation-field-invalid` with line and field; `evaluation-too-large`
 */
export async function readFrozenRequests(lines: AsyncIterable<NumberedLine>): Promise<FrozenTask> {
	let scoring: TaskScoring | null = null;
	const items: EvaluationItem[] = [];
	const seen = new Set<number>();
	for await (const { number, text } of lines) {
		const fields = readLine(text, number);
		if (scoring === null) {
			if (!fields.has('format') || fields.text('format') !== FROZEN_FORMAT) {
				fields.fail('format', FROZEN_FORMAT);
			}
			scoring = readTaskScoring(fields.fields('config'));
			continue;
		}
		const item = readItem(fields, scoring);
		if (seen.has(item.docId)) fields.fail('doc_id', 'one that no other line has');
		seen.add(item.docId);
		items.push(item);
		if (items.length > MOST_DOCUMENTS) fields.fail('doc_id', `${MOST_DOCUMENTS} documents at most`);
	}
	if (scoring === null || items.length === 0) throw evaluationError('file', 'a document');
	return { scoring, items };
}

function readItem(fields: JsonFields, scoring: TaskScoring): EvaluationItem {
	const target = fields.any('target');
	const asked = askedOf(fields, scoring, target);
	if (textHash(promptOf(asked)) !== fields.text('prompt_hash')) {
		fields.fail('prompt_hash', 'the hash of the prompt');
	}
	return { docId: fields.whole('doc_id'), doc: fields.any('doc'), target, asked };
}

function askedOf(fields: JsonFields, scoring: TaskScoring, target: PythonJson): Asked {
	const { outputType } = scoring;
	const requests = fields.list('requests');
	if (outputType === 'multiple_choice') return choicesAsked(fields, scoring);
	const [only] = requests;
	if (requests.length !== 1 || only === undefined) return fields.fail('requests', 'one request');
	switch (outputType) {
		case 'loglikelihood':
			return { outputType, ...pairOf(only, fields) };
		case 'loglikelihood_rolling':
			return { outputType, text: argument(only, 0, fields) };
		case 'generate_until': {
			const options = isList(only) ? (only[1] ?? null) : null;
			return {
				outputType,
				context: argument(only, 0, fields),
				options: readGenerationOptions(options, 'requests'),
				references: referencesOf(fields, target)
			};
		}
	}
}

/** A target is cast to a text, as what the model wrote is one; with choices it is the index of one. */
function referencesOf(fields: JsonFields, target: PythonJson): string[] {
	if (fields.has('choices')) {
		const index = isNumber(target) && target.kind === 'int' ? Number(target.value) : NaN;
		return [fields.texts('choices').at(index) ?? fields.fail('target', 'the index of a choice')];
	}
	if (!isList(target)) return [pythonStr(target)];
	return target.map((each) =>
		typeof each === 'string' ? each : fields.fail('target', 'a text, or a list of texts')
	);
}

function choicesAsked(fields: JsonFields, { metrics }: TaskScoring): Asked {
	const choices = fields.texts('choices');
	if (choices.length === 0) fields.fail('choices', 'at least one choice');
	const pairs = fields.list('requests').map((request) => pairOf(request, fields));
	const isMutual = metrics.some(({ metric }) => metric.name === 'acc_mutual_info');
	const count = isMutual ? 2 * choices.length : choices.length;
	if (pairs.length !== count) fields.fail('requests', `${count} requests`);
	return {
		outputType: 'multiple_choice',
		choices,
		gold: goldOf(fields, choices.length),
		pairs: pairs.slice(0, choices.length),
		unconditional: pairs.slice(choices.length)
	};
}

/** An index beyond the choices is −100, as in the harness. */
function goldOf(fields: JsonFields, count: number): Gold {
	const inRange = (value: PythonJson): number => {
		if (!isNumber(value) || value.kind !== 'int')
			return fields.fail('gold', 'the index of a choice');
		const index = Number(value.value);
		return index < count ? index : -100;
	};
	const gold = fields.any('gold');
	return isList(gold) ? gold.map(inRange) : inRange(gold);
}

function argument(request: PythonJson, at: number, fields: JsonFields): string {
	const text = isList(request) ? request[at] : undefined;
	return typeof text === 'string' ? text : fields.fail('requests', 'lists of texts');
}

function pairOf(request: PythonJson, fields: JsonFields): ContextAndContinuation {
	return { context: argument(request, 0, fields), continuation: argument(request, 1, fields) };
}
