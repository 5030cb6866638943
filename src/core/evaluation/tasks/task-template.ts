/** Jinja as the harness sets it up: strict about what is not defined, the last line end kept, no sandbox. */
import { withBudget } from '#core/jinja/budget.ts';
import { withEnvironment, type Environment } from '#core/jinja/environment.ts';
import { raise, TemplateFailure, unsupported } from '#core/jinja/failure.ts';
import { bind, size } from '#core/jinja/library/arguments.ts';
import { makeGlobals } from '#core/jinja/library/globals.ts';
import { tojson } from '#core/jinja/library/json.ts';
import { Template } from '#core/jinja/template.ts';
import type { PyDict } from '#core/jinja/values/dict.ts';
import { typeName, type Value } from '#core/jinja/values/object.ts';
import { print } from '#core/jinja/values/printing.ts';
import { Str } from '#core/jinja/values/text.ts';
import { PythonRegex, RegexRefused } from '../python/regex.ts';
import { TaskRefused } from './task-refused.ts';

function textOf(value: Value | undefined): string {
	if (value instanceof Str) return value.text;
	return raise(
		'TypeError',
		`expected string or bytes-like object, got '${typeName(value ?? null)}'`
	);
}

const regexes = new Map<string, PythonRegex>();

function regexOf(pattern: string): PythonRegex {
	const known = regexes.get(pattern);
	if (known !== undefined) return known;
	const regex = new PythonRegex(pattern);
	regexes.set(pattern, regex);
	return regex;
}

/** The harness's own filter: `re.sub`. */
function regexReplace(
	value: Value,
	args: readonly Value[],
	kwargs: ReadonlyMap<string, Value>
): Value {
	const names = ['string', 'pattern', 'repl', 'count?'];
	const [text, pattern, replacement, count] = bind(
		{ name: 'regex_replace', names },
		[value, ...args],
		kwargs
	);
	try {
		const most = count === undefined ? 0 : size(count);
		return Str.of(regexOf(textOf(pattern)).sub(textOf(replacement), textOf(text), most));
	} catch (error) {
		if (!(error instanceof RegexRefused)) throw error;
		return error.isUnsupported
			? unsupported(`the pattern ${textOf(pattern)}: ${error.message}`)
			: raise('ValueError', error.message);
	}
}

const UNSAFE = /[<>&']/g;

/** jinja2's own: in a line, with sorted keys, and with what means something in HTML as escapes. */
function htmlSafeJson(
	value: Value,
	args: readonly Value[],
	kwargs: ReadonlyMap<string, Value>
): Value {
	const [given, indent] = bind(
		{ name: 'do_tojson', names: ['value', 'indent?'] },
		[value, ...args],
		kwargs
	);
	const json = print(tojson([given, true, indent, undefined, true]));
	const escape = (unit: string) => `\\u00${unit.charCodeAt(0).toString(16)}`;
	return Str.of(json.text.replace(UNSAFE, escape)).asMarkup();
}

export const TASK_TEMPLATES: Environment = {
	trimsBlocks: false,
	keepsLastNewline: true,
	isStrict: true,
	isSandboxed: false,
	extraTags: new Set(),
	filters: new Map([
		['regex_replace', regexReplace],
		['tojson', htmlSafeJson]
	])
};

const templates = new Map<string, Template>();
/** A task has a handful. */
const MOST_TEMPLATES = 200;

function templateOf(source: string): Template {
	const known = templates.get(source);
	if (known !== undefined) return known;
	if (templates.size >= MOST_TEMPLATES) templates.clear();
	const template = new Template(source, TASK_TEMPLATES);
	templates.set(source, template);
	return template;
}

function refused(field: string, cause: TemplateFailure): TaskRefused {
	return new TaskRefused(field, cause.reason, cause);
}

/**
 * As the harness's `apply_template`.
 *
 * @param field for messages
 * @throws TaskRefused where jinja2 or Python would raise, and for what is not done here
 */
export function renderTask(field: string, source: string, document: PyDict): string {
	const variables = Array.from(
		document.entries(),
		([name, value]) => [print(name).text, value] as const
	);
	try {
		return templateOf(source).render([...makeGlobals(), ...variables]).text;
	} catch (error) {
		if (error instanceof TemplateFailure) throw refused(field, error);
		throw error;
	}
}

/** Runs what computes with Python's values outside of a template. @throws TaskRefused */
export function withValues<T>(field: string, run: () => T): T {
	try {
		return withEnvironment(TASK_TEMPLATES, () => withBudget(run));
	} catch (error) {
		if (error instanceof TemplateFailure) throw refused(field, error);
		throw error;
	}
}
