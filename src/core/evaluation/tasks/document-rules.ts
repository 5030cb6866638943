/**
 * What a document's question, answer and choices are, by a task's rules.
 *
 * Source: `doc_to_text`, `doc_to_target`, `doc_to_choice` in lm_eval/api/task.py, 0.4.13.
 */
import { PyDict } from '#core/jinja/values/dict.ts';
import { PyList, typeName, type Value } from '#core/jinja/values/object.ts';
import { Str } from '#core/jinja/values/text.ts';
import { literalEval, LiteralError } from '../python/literal.ts';
import type { Rule } from './config.ts';
import { TaskRefused } from './task-refused.ts';
import { renderTask } from './task-template.ts';

/** As `str.isdigit`, near enough to tell what Python then cannot read as a number. */
const DIGITS = /^[\p{Nd}\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468]+$/u;

export interface RuleContext {
	/** Of the documents that are evaluated: rules that are one of these names mean its value. */
	readonly columns: ReadonlySet<string>;
	/** Whether the task has `doc_to_choice`: only then are digits a number. */
	readonly hasChoices: boolean;
}

function literal(field: string, text: string): Value {
	try {
		return literalEval(text);
	} catch (cause) {
		if (!(cause instanceof LiteralError)) throw cause;
		const kind = cause.isUnsupported ? 'not supported here' : 'Python refuses it';
		throw new TaskRefused(field, `${text.slice(0, 200)}: ${kind}: ${cause.message}`, cause);
	}
}

function column(field: string, name: string, document: PyDict): Value {
	const value = document.getNamed(name);
	if (value !== undefined) return value;
	throw new TaskRefused(field, `the document has no column ${name}`);
}

function missing(field: string): never {
	throw new TaskRefused(field, 'it is missing');
}

/** @returns a text, or which of the choices is put into the text */
export function questionOf(rule: Rule | null, document: PyDict, context: RuleContext): Value {
	const field = 'doc_to_text';
	if (rule === null) return missing(field);
	if (typeof rule === 'bigint' || typeof rule === 'boolean') return rule;
	if (!(rule instanceof Str)) throw new TaskRefused(field, `it cannot be ${typeName(rule)}`);
	if (context.columns.has(rule.text)) return column(field, rule.text, document);
	const text = renderTask(field, rule.text, document);
	return context.hasChoices && DIGITS.test(text) ? literal(field, text) : Str.of(text);
}

function listOrText(field: string, text: string): Value {
	try {
		return literalEval(text);
	} catch (cause) {
		if (!(cause instanceof LiteralError)) throw cause;
		if (!cause.isUnsupported) return Str.of(text);
		throw new TaskRefused(
			field,
			`${text.slice(0, 200)}: not supported here: ${cause.message}`,
			cause
		);
	}
}

/** @returns a text, the number of a choice, or a list of what is right */
export function targetOf(rule: Rule | null, document: PyDict, context: RuleContext): Value {
	const field = 'doc_to_target';
	if (rule === null) return missing(field);
	if (rule instanceof PyDict) throw new TaskRefused(field, 'it cannot be dict');
	if (!(rule instanceof Str)) return rule;
	if (context.columns.has(rule.text)) return column(field, rule.text, document);
	const text = renderTask(field, rule.text, document);
	if (context.hasChoices && DIGITS.test(text)) return literal(field, text);
	return /^\[[^]*\]$/.test(text) ? listOrText(field, text) : Str.of(text);
}

function choiceList(rule: Rule, document: PyDict, context: RuleContext): Value {
	const field = 'doc_to_choice';
	if (rule instanceof PyList) return rule;
	if (rule instanceof PyDict) return new PyList(Array.from(rule.entries(), ([, value]) => value));
	if (!(rule instanceof Str)) throw new TaskRefused(field, `it cannot be ${typeName(rule)}`);
	if (context.columns.has(rule.text)) return column(field, rule.text, document);
	return literal(field, renderTask(field, rule.text, document));
}

/** @throws TaskRefused for what is no list of texts, or has an empty one */
export function choicesOf(rule: Rule, document: PyDict, context: RuleContext): readonly string[] {
	const field = 'doc_to_choice';
	const value = choiceList(rule, document, context);
	if (!(value instanceof PyList)) {
		throw new TaskRefused(field, `it must come to a list, not to ${typeName(value)}`);
	}
	if (value.items.length === 0) throw new TaskRefused(field, 'there is no choice');
	return value.items.map((item) => {
		if (!(item instanceof Str)) {
			throw new TaskRefused(field, `each choice must be a text, not ${typeName(item)}`);
		}
		return item.text === '' ? refuseEmpty(field) : item.text;
	});
}

function refuseEmpty(field: string): never {
	throw new TaskRefused(field, 'a choice is empty, and has no likelihood');
}
