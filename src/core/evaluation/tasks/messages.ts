/**
 * A prompt as turns, before they are joined or handed to a chat template.
 *
 * Source: lm_eval/api/utils.py and `build_qa_turn` in lm_eval/api/task.py, 0.4.13.
 */
import { PyList, typeName, type Value } from '#core/jinja/values/object.ts';
import { Str } from '#core/jinja/values/text.ts';
import { endsWithSpace, startsWithSpace } from '../python/white-space.ts';
import { TaskRefused } from './task-refused.ts';

export interface ChatMessage {
	readonly role: 'system' | 'user' | 'assistant';
	readonly content: string;
}

export interface Turn extends ChatMessage {
	/** What follows it where turns are joined to a plain text. */
	readonly delimiter: string;
}

function hasSpaceBetween(before: string, after: string): boolean {
	return endsWithSpace(before) || startsWithSpace(after);
}

/** Joins two texts, with a delimiter where there is no white space yet; missing ones do not count. */
export function delimited(before: string, after: string, delimiter: string): string {
	if (before === '' || after === '') return before + after;
	return hasSpaceBetween(before, after) ? before + after : before + delimiter + after;
}

export interface Exchange {
	readonly question: Value;
	/** null where answers are not numbers of choices. */
	readonly choices: readonly string[] | null;
	/** null: it is what the model is asked for. */
	readonly answer: Value;
	/** What the answer begins with; '' for nothing. */
	readonly genPrefix: string;
	readonly targetDelimiter: string;
	readonly fewshotDelimiter: string;
}

function questionText(question: Value): string {
	if (question instanceof Str) return question.text;
	throw new TaskRefused('doc_to_text', `it must come to a text, not to ${typeName(question)}`);
}

function answerValue({ answer, choices }: Exchange): Value {
	const isNumber = typeof answer === 'bigint' || typeof answer === 'boolean';
	if (choices !== null && isNumber) {
		const place = Number(answer);
		const choice = choices.at(place);
		if (choice !== undefined) return Str.of(choice);
		throw new TaskRefused(
			'doc_to_target',
			`an example's answer is choice ${place}, and there are ${choices.length}`
		);
	}
	if (!(answer instanceof PyList)) return answer;
	const [first] = answer.items;
	if (first !== undefined) return first;
	throw new TaskRefused('doc_to_target', 'an example has no answer');
}

function answerText(exchange: Exchange): string {
	const value = answerValue(exchange);
	if (value instanceof Str) return value.text;
	throw new TaskRefused(
		'doc_to_target',
		`an example's answer must be a text, not ${typeName(value)}`
	);
}

/** A question, and its answer where there is one. */
export function turnsOf(exchange: Exchange): Turn[] {
	const { answer, genPrefix, targetDelimiter, fewshotDelimiter } = exchange;
	const question = questionText(exchange.question);
	const hasAnswer = answer !== null && !(answer instanceof Str && answer.text === '');
	const needsDelimiter =
		genPrefix === '' ? hasAnswer : question !== '' && !hasSpaceBetween(question, genPrefix);
	const user: Turn = {
		role: 'user',
		content: question,
		delimiter: needsDelimiter ? targetDelimiter : ''
	};
	if (hasAnswer) {
		const content = delimited(genPrefix, answerText(exchange), ' ');
		return [user, { role: 'assistant', content, delimiter: fewshotDelimiter }];
	}
	if (genPrefix === '') return [user];
	return [user, { role: 'assistant', content: genPrefix, delimiter: '' }];
}

export function plainText(turns: readonly Turn[]): string {
	return turns.map(({ content, delimiter }) => content + delimiter).join('');
}

function joinedUser(turns: readonly Turn[]): ChatMessage {
	const last = turns.at(-1);
	const shown = last === undefined ? [] : [...turns.slice(0, -1), { ...last, delimiter: '' }];
	return { role: 'user', content: plainText(shown) };
}

/** All of it as one message of a person, apart from the system's and from how the answer begins. */
export function asSingleTurn(turns: readonly Turn[]): ChatMessage[] {
	const [first, ...rest] = turns;
	const hasSystem = first?.role === 'system';
	const others = hasSystem ? rest : turns;
	const last = others.at(-1);
	const system = hasSystem ? [bare(first)] : [];
	if (last?.role !== 'assistant') return [...system, joinedUser(others)];
	return [...system, joinedUser(others.slice(0, -1)), bare(last)];
}

export function bare({ role, content }: Turn): ChatMessage {
	return { role, content };
}
