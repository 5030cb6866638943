/** A published sample as a document that can be asked again, beside what was answered. */
import { evaluationError } from './evaluation-error.ts';
import type { LogLikelihood } from './log-likelihood.ts';
import { isList, isNumber, isObject, type PythonJson } from './python/json-value.ts';
import { readFloat } from './python/number-text.ts';
import type {
	Answered,
	Asked,
	ContextAndContinuation,
	EvaluationItem,
	Gold,
	OutputType
} from './requests.ts';
import { readGenerationOptions } from './generation-options.ts';
import type { Sample, SampleResponse } from './samples-file.ts';
import type { TaskScoring } from './task-scoring.ts';

export interface PublishedItem {
	readonly item: EvaluationItem;
	readonly answered: Answered;
}

/** What of the task's config helps to read samples. */
export type SampleTask = Pick<TaskScoring, 'outputType' | 'targetDelimiter' | 'metrics' | 'config'>;

/**
 * @param task from the results beside the samples; null: guessed from the requests
 * @param line from 1, for errors
 * @throws AppError `evaluation-field-invalid` where the requests are none of the four kinds
 */
export function itemOfSample(sample: Sample, task: SampleTask | null, line: number): PublishedItem {
	const outputType = task?.outputType ?? guessOutputType(sample, line);
	const [asked, answered] = READERS[outputType](sample, task, line);
	return {
		item: { docId: sample.docId, doc: sample.doc, target: sample.target, asked },
		answered
	};
}

function guessOutputType({ requests }: Sample, line: number): OutputType {
	const [first = []] = requests;
	if (requests.length > 1) return 'multiple_choice';
	if (first.length === 1) return 'loglikelihood_rolling';
	const second = first[1] ?? null;
	if (isObject(second)) return 'generate_until';
	if (typeof second === 'string') return 'loglikelihood';
	throw evaluationError(`line ${line}: arguments`, 'a context and what follows it');
}

type Reader = (sample: Sample, task: SampleTask | null, line: number) => [Asked, Answered];

const READERS: Readonly<Record<OutputType, Reader>> = {
	loglikelihood: (sample, _task, line) => {
		const pair = pairOf(sample.requests[0], line);
		const score = scoreOf(sample.responses[0], line);
		return [
			{ outputType: 'loglikelihood', ...pair },
			{ outputType: 'loglikelihood', ...score }
		];
	},
	loglikelihood_rolling: (sample, _task, line) => {
		const outputType = 'loglikelihood_rolling';
		const text = textAt(sample.requests[0], 0, line);
		return [
			{ outputType, text },
			{ outputType, logLikelihood: wholeTextScore(sample.responses[0], line) }
		];
	},
	multiple_choice: choices,
	generate_until: (sample, _task, line) => {
		const outputType = 'generate_until';
		const [response] = sample.responses;
		if (response?.kind !== 'text') throw evaluationError(`line ${line}: filtered_resps`, 'a text');
		const options = readGenerationOptions(sample.requests[0]?.[1] ?? null, `line ${line}`);
		// A list of targets is written as Python prints it, which a text may look like as well.
		const references = /^\[.*\]$/s.test(sample.target) ? null : [sample.target];
		const context = textAt(sample.requests[0], 0, line);
		return [
			{ outputType, context, options, references },
			{ outputType, text: response.text }
		];
	}
};

function textAt(request: readonly PythonJson[] | undefined, at: number, line: number): string {
	const text = request?.[at];
	if (typeof text === 'string') return text;
	throw evaluationError(`line ${line}: arguments`, 'texts');
}

function pairOf(request: readonly PythonJson[] | undefined, line: number): ContextAndContinuation {
	return { context: textAt(request, 0, line), continuation: textAt(request, 1, line) };
}

function scoreOf(response: SampleResponse | undefined, line: number): LogLikelihood {
	if (response?.kind === 'score') {
		return { logLikelihood: response.logLikelihood, isGreedy: response.isGreedy };
	}
	throw evaluationError(`line ${line}: filtered_resps`, 'a log-likelihood and True or False');
}

/** The file holds it as a text: only the output type tells that it is a number. */
function wholeTextScore(response: SampleResponse | undefined, line: number): number {
	const value = response?.kind === 'text' ? readFloat(response.text) : null;
	if (value === null) throw evaluationError(`line ${line}: filtered_resps`, 'a log-likelihood');
	return value;
}

function choices(sample: Sample, task: SampleTask | null, line: number): [Asked, Answered] {
	const pairs = sample.requests.map((request) => pairOf(request, line));
	const scores = sample.responses.map((response) => scoreOf(response, line));
	const half = pairs.length / 2;
	const count = isMutual(pairs, task) ? half : pairs.length;
	const own = pairs.slice(0, count);
	const texts = choiceTexts(own, task);
	const hasSeveralInputs = hasContextsForChoices(own);
	const gold = hasSeveralInputs ? goldInColumn(sample, task) : goldOf(sample.target, texts);
	return [
		{
			outputType: 'multiple_choice',
			choices: texts,
			gold,
			pairs: own,
			unconditional: pairs.slice(count)
		},
		{
			outputType: 'multiple_choice',
			scores: scores.slice(0, count),
			unconditional: scores.slice(count)
		}
	];
}

/** Whether the second half asks the first half's continuations again, without their context. */
function isMutual(pairs: readonly ContextAndContinuation[], task: SampleTask | null): boolean {
	const half = pairs.length / 2;
	if (task?.metrics.every(({ metric }) => metric.name !== 'acc_mutual_info') === true) {
		return false;
	}
	return (
		half >= 1 &&
		Number.isInteger(half) &&
		pairs.slice(half).every(({ context, continuation }, at) => {
			return context === '' && continuation === pairs[at]?.continuation;
		})
	);
}

function hasContextsForChoices([first, ...others]: readonly ContextAndContinuation[]): boolean {
	return (
		others.length > 0 &&
		others.every(({ continuation }) => continuation === first?.continuation) &&
		others.some(({ context }) => context !== first?.context)
	);
}

/** The choices without the delimiter before them, which is left out where all of them begin with it. */
function choiceTexts(pairs: readonly ContextAndContinuation[], task: SampleTask | null): string[] {
	if (hasContextsForChoices(pairs)) return pairs.map(({ context }) => context);
	const delimiter = task?.targetDelimiter ?? ' ';
	const texts = pairs.map(({ continuation }) => continuation);
	return texts.every((text) => text.startsWith(delimiter))
		? texts.map((text) => text.slice(delimiter.length))
		: texts;
}

/** −100 where no choice is meant, as the harness counts it. */
function goldOf(target: string, texts: readonly string[]): Gold | null {
	const count = texts.length;
	const inRange = (index: number) => (index < count ? index : -100);
	if (/^\[-?\d+(, -?\d+)*\]$/.test(target)) {
		return target.slice(1, -1).split(', ').map((index) => inRange(Number(index))); // prettier-ignore
	}
	const asText = texts.indexOf(target);
	if (!/^-?\d+$/.test(target)) return asText === -1 ? -100 : asText;
	const asIndex = inRange(Number(target));
	// "1" may be the second choice, or the choice "1".
	return asText === -1 || asText === asIndex ? asIndex : null;
}

/** With several inputs the target is the continuation, and the document names the right one. */
function goldInColumn({ doc, requests }: Sample, task: SampleTask | null): Gold | null {
	const rule = task !== null && isObject(task.config) ? task.config.get('doc_to_text') : undefined;
	const value = typeof rule === 'string' && isObject(doc) ? doc.get(rule) : undefined;
	if (value === undefined || value === null || isList(value) || !isNumber(value)) return null;
	const index = Number(value.value);
	return index < requests.length ? index : -100;
}
