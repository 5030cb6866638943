/** A chat template, as transformers renders it with jinja2. */
import type { LocalDate } from '#core/run-file/local-date.ts';
import { CHAT_TEMPLATES } from '#core/jinja/environment.ts';
import { chatGlobals, makeGlobals } from '#core/jinja/library/globals.ts';
import { strftime } from '#core/jinja/library/strftime.ts';
import type { Body } from '#core/jinja/syntax/ast.ts';
import { Template } from '#core/jinja/template.ts';
import { PyDict } from '#core/jinja/values/dict.ts';
import { PyList, type Value } from '#core/jinja/values/object.ts';
import { Str, type Piece } from '#core/jinja/values/text.ts';

export interface TemplateInput {
	readonly messages: readonly { readonly role: string; readonly content: string }[];
	/** Texts by name, e.g. `bos_token`. */
	readonly specialTokens: Readonly<Record<string, string>>;
	/** What the template takes for now; null: there is no clock. */
	readonly now: LocalDate | null;
}

export interface Rendered {
	/** In order, without empty ones: what the template wrote, and what the messages say. */
	readonly pieces: readonly Piece[];
	/** Whether the template asked for the date. */
	readonly usesDate: boolean;
}

type Clock = ((format: string) => string) | null;

function messageValue({ role, content }: TemplateInput['messages'][number]): Value {
	return PyDict.of({ role: Str.of(role), content: Str.content(content, role === 'assistant') });
}

function variablesOf(
	{ messages, specialTokens }: TemplateInput,
	now: Clock
): (readonly [string, Value])[] {
	const tokens = Object.entries(specialTokens).map(([name, text]) => [name, Str.of(text)] as const);
	return [
		...makeGlobals(),
		...chatGlobals(now),
		...tokens,
		['messages', new PyList(messages.map(messageValue))],
		['tools', null],
		['documents', null],
		['add_generation_prompt', true]
	];
}

export class JinjaTemplate {
	readonly #template: Template;

	constructor(source: string) {
		this.#template = new Template(source, CHAT_TEMPLATES);
	}

	/** What it says, whether or not it can be rendered. @throws TemplateFailure where it cannot be read */
	parse(): Body {
		return this.#template.parse();
	}

	/** @throws TemplateFailure: what Python would raise, what is not supported, or which bound was met */
	render(input: TemplateInput): Rendered {
		let usesDate = false;
		const { now } = input;
		const clock = (format: string, date: LocalDate) => {
			usesDate = true;
			return strftime(format, date);
		};
		const told = now === null ? null : (format: string) => clock(format, now);
		const pieces = this.#template.render(variablesOf(input, told)).pieces();
		return { pieces, usesDate };
	}
}
