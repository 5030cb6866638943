/**
 * What a model is asked: a task's documents as requests, text for text those of the harness.
 *
 * Source: `fewshot_context` and `construct_requests` in lm_eval/api/task.py, 0.4.13.
 */
import type { PyDict } from '#core/jinja/values/dict.ts';
import { PyList, typeName, type Value } from '#core/jinja/values/object.ts';
import { print } from '#core/jinja/values/printing.ts';
import { Str } from '#core/jinja/values/text.ts';
import { endsWithSpace } from '../python/white-space.ts';
import type { TaskConfig } from './config.ts';
import { choicesOf, questionOf, targetOf, type RuleContext } from './document-rules.ts';
import { FewshotSampler } from './fewshot-sampler.ts';
import {
	asSingleTurn,
	bare,
	delimited,
	plainText,
	turnsOf,
	type ChatMessage,
	type Turn
} from './messages.ts';
import { TaskRefused } from './task-refused.ts';
import { renderTask, withValues } from './task-template.ts';

export type TaskRequest =
	| { readonly kind: 'loglikelihood'; readonly context: string; readonly continuation: string }
	| { readonly kind: 'loglikelihood_rolling'; readonly text: string }
	| { readonly kind: 'generate_until'; readonly context: string; readonly generation: PyDict };

/** One document and what is asked about it. */
export interface TaskInstance {
	/** Its place in the split, from 0. */
	readonly docId: number;
	readonly document: PyDict;
	readonly target: Value;
	readonly choices: readonly string[] | null;
	/** What is right where choices are contexts: which of them. null elsewhere. */
	readonly rightContext: Value;
	/** With mutual information, the choices follow once more, without a context. */
	readonly requests: readonly TaskRequest[];
}

/** Renders a chat; `addsAnswerStart` is false where the last message is to be gone on with. */
export type RenderChat = (messages: readonly ChatMessage[], addsAnswerStart: boolean) => string;

export interface PromptOptions {
	/** How many examples; null: as the task says, else none. */
	readonly shots: number | null;
	/** The harness's is 1234. */
	readonly seed: number;
	readonly systemInstruction: string;
	/** null: no chat template. */
	readonly chat: RenderChat | null;
	/** Whether examples stay turns of their own in a chat. */
	readonly asMultiturn: boolean;
}

export interface TaskSplits {
	/** In the order of the data. */
	readonly columns: ReadonlySet<string>;
	readonly evaluated: readonly PyDict[];
	/** Where examples come from. */
	readonly pool: readonly PyDict[];
}

/** A task that says 0 keeps to it. */
function shotsOf({ numFewshot }: TaskConfig, asked: number | null): number {
	if (numFewshot === 0) return 0;
	return asked ?? numFewshot ?? 0;
}

export class PromptBuilder {
	readonly #config: TaskConfig;
	readonly #options: PromptOptions;
	readonly #documents: readonly PyDict[];
	readonly #context: RuleContext;
	readonly #sampler: FewshotSampler;
	readonly #shots: number;
	/** Whether choices are put into the context: its first document decides for the whole task. */
	readonly #hasManyInputs: boolean;

	/** @throws TaskRefused when there are no documents, or the first one cannot be asked about */
	constructor(config: TaskConfig, splits: TaskSplits, options: PromptOptions) {
		this.#config = config;
		this.#options = options;
		this.#documents = splits.evaluated;
		this.#context = { columns: splits.columns, hasChoices: config.docToChoice !== null };
		this.#shots = shotsOf(config, options.shots);
		this.#sampler = new FewshotSampler(config.fewshot.sampler, splits.pool, options.seed);
		const [first] = splits.evaluated;
		if (first === undefined) throw new TaskRefused(config.task, 'there are no documents');
		const question = questionOf(config.docToText, first, this.#context);
		const isNumber = typeof question === 'bigint' || typeof question === 'boolean';
		this.#hasManyInputs = isNumber && config.docToChoice !== null;
	}

	/** In order: each document's examples are drawn after those of the one before. */
	*instances(): Generator<TaskInstance> {
		for (const [docId, document] of this.#documents.entries())
			yield this.#instance(docId, document);
	}

	#choices(document: PyDict): readonly string[] | null {
		const { docToChoice } = this.#config;
		return docToChoice === null ? null : choicesOf(docToChoice, document, this.#context);
	}

	#instance(docId: number, document: PyDict): TaskInstance {
		const choices = this.#choices(document);
		const question = questionOf(this.#config.docToText, document, this.#context);
		const target = targetOf(this.#config.docToTarget, document, this.#context);
		const contexts = this.#contexts(document, question, choices);
		const rightContext = this.#hasManyInputs ? question : null;
		const requests = this.#requests(contexts, target, choices);
		return { docId, document, target, choices, rightContext, requests };
	}

	/** How the answer begins: a column's value, or a template. @returns '' for nothing */
	#genPrefix(rule: string | null, document: PyDict, isColumn: boolean): string {
		if (rule === null || rule === '') return '';
		if (!isColumn) return renderTask('gen_prefix', rule, document);
		const value = document.getNamed(rule) ?? null;
		if (value instanceof Str) return value.text;
		throw new TaskRefused('gen_prefix', `it must come to a text, not to ${typeName(value)}`);
	}

	#system(document: PyDict): Turn[] {
		const { description, fewshotDelimiter } = this.#config;
		const named = description === '' ? undefined : document.getNamed(description);
		if (named !== undefined && !(named instanceof Str)) {
			throw new TaskRefused('description', `it must come to a text, not to ${typeName(named)}`);
		}
		const own = named?.text ?? renderTask('description', description, document);
		const content = delimited(this.#options.systemInstruction, own, fewshotDelimiter);
		return content === '' ? [] : [{ role: 'system', content, delimiter: '' }];
	}

	#examples(document: PyDict): Turn[] {
		const { fewshot, testSplit } = this.#config;
		const mayMeetItself = fewshot.split === testSplit;
		const examples = this.#sampler.sample(this.#shots, mayMeetItself ? document : null);
		return examples.flatMap((example) => this.#exampleTurns(example));
	}

	#exampleTurns(example: PyDict): Turn[] {
		const { fewshot } = this.#config;
		const { docToText, docToTarget, docToChoice, genPrefix } = fewshot;
		const context = this.#context;
		const question = questionOf(docToText, example, context);
		const choices = docToChoice === null ? null : choicesOf(docToChoice, example, context);
		const answer = targetOf(docToTarget, example, context);
		const isColumn = genPrefix !== null && example.getNamed(genPrefix) !== undefined;
		return turnsOf({
			question: this.#hasManyInputs ? chosen(choices, question) : question,
			choices: this.#hasManyInputs ? null : choices,
			answer,
			genPrefix: this.#genPrefix(genPrefix, example, isColumn),
			targetDelimiter: fewshot.targetDelimiter,
			fewshotDelimiter: fewshot.fewshotDelimiter
		});
	}

	/** One, or one for each choice. */
	#contexts(document: PyDict, question: Value, choices: readonly string[] | null): string[] {
		const { genPrefix: rule, targetDelimiter } = this.#config;
		const isColumn = rule !== null && this.#context.columns.has(rule);
		const genPrefix = this.#genPrefix(rule, document, isColumn);
		const before = [...this.#system(document), ...this.#examples(document)];
		const questions = this.#hasManyInputs
			? (choices ?? []).map((text) => Str.of(text))
			: [question];
		return questions.map((each) => {
			const own = turnsOf({
				question: each,
				choices: null,
				answer: null,
				genPrefix,
				targetDelimiter: this.#hasManyInputs ? '' : targetDelimiter,
				fewshotDelimiter: ''
			});
			return this.#text([...before, ...own], genPrefix === '');
		});
	}

	#text(turns: readonly Turn[], addsAnswerStart: boolean): string {
		const { chat, asMultiturn } = this.#options;
		if (chat === null) return plainText(turns);
		return chat(asMultiturn ? turns.map(bare) : asSingleTurn(turns), addsAnswerStart);
	}

	/** Before a choice: in a chat nothing, unless the answer was begun and no white space follows. */
	#choiceDelimiter(): string {
		const { targetDelimiter, genPrefix } = this.#config;
		if (this.#options.chat === null) return targetDelimiter;
		const isBegun = genPrefix !== null && genPrefix !== '' && !endsWithSpace(genPrefix);
		return isBegun ? targetDelimiter : '';
	}

	#requests(
		contexts: readonly string[],
		target: Value,
		choices: readonly string[] | null
	): TaskRequest[] {
		const { outputType, generation } = this.#config;
		const [context = ''] = contexts;
		if (outputType === 'multiple_choice') return this.#choiceRequests(contexts, target, choices);
		if (outputType === 'loglikelihood') {
			return [{ kind: outputType, context, continuation: targetText(target) }];
		}
		if (outputType === 'loglikelihood_rolling') {
			return [{ kind: outputType, text: targetText(target) }];
		}
		if (generation === null) throw new TaskRefused('generation_kwargs', 'it is missing');
		return [{ kind: outputType, context, generation }];
	}

	#choiceRequests(
		contexts: readonly string[],
		target: Value,
		choices: readonly string[] | null
	): TaskRequest[] {
		if (choices === null) throw new TaskRefused('doc_to_choice', 'it is missing');
		const delimiter = this.#choiceDelimiter();
		const request = (context: string, continuation: string): TaskRequest => ({
			kind: 'loglikelihood',
			context,
			continuation: delimiter + continuation
		});
		const [only = ''] = contexts;
		const asked = this.#hasManyInputs
			? contexts.map((context) => request(context, shown(target)))
			: choices.map((choice) => request(only, choice));
		const isMutual = this.#config.metrics.some(({ metric }) => metric === 'acc_mutual_info');
		return isMutual ? [...asked, ...choices.map((choice) => request('', choice))] : asked;
	}
}

/** As Python's `str`. */
function shown(value: Value): string {
	return withValues('doc_to_target', () => print(value).text);
}

function targetText(target: Value): string {
	if (target instanceof Str) return target.text;
	const what = target instanceof PyList ? 'a list' : typeName(target);
	throw new TaskRefused('doc_to_target', `it must come to a text, not to ${what}`);
}

function chosen(choices: readonly string[] | null, place: Value): Value {
	const choice =
		typeof place === 'bigint' || typeof place === 'boolean'
			? choices?.at(Number(place))
			: undefined;
	if (choice !== undefined) return Str.of(choice);
	throw new TaskRefused('doc_to_text', 'it must come to the number of a choice in each example');
}
