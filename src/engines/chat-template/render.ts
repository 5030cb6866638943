/** A chat template, as transformers renders it with jinja2. */
import type { LocalDate } from '#core/run-file/local-date.ts';
import { withBudget } from './budget.ts';
import { unsupported } from './failure.ts';
import { makeGlobals } from './library/globals.ts';
import { strftime } from './library/strftime.ts';
import { runTemplate } from './run/execute.ts';
import { Context } from './run/scope.ts';
import type { Body } from './syntax/ast.ts';
import { blockNames, checkTemplate } from './syntax/check.ts';
import { parseTemplate } from './syntax/parse-template.ts';
import { PyDict } from './values/dict.ts';
import { PyInstance, PyList, type Value } from './values/object.ts';
import { Str, type Piece } from './values/text.ts';

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

/** The variable `self`, which names the template's own blocks. */
class TemplateReference extends PyInstance {
	readonly typeName = 'TemplateReference';
	readonly #blocks: ReadonlySet<string>;

	constructor(blocks: ReadonlySet<string>) {
		super();
		this.#blocks = blocks;
	}

	attribute(name: string): Value | undefined {
		return this.#blocks.has(name) ? unsupported(`self.${name}`) : undefined;
	}
}

function messageValue({ role, content }: TemplateInput['messages'][number]): Value {
	return PyDict.of({ role: Str.of(role), content: Str.content(content, role === 'assistant') });
}

function contextOf({ messages, specialTokens }: TemplateInput, now: Clock, body: Body): Context {
	const tokens = Object.entries(specialTokens).map(([name, text]) => [name, Str.of(text)] as const);
	return new Context(
		new Map<string, Value>([
			...makeGlobals(now),
			['self', new TemplateReference(new Set(blockNames(body)))],
			...tokens,
			['messages', new PyList(messages.map(messageValue))],
			['tools', null],
			['documents', null],
			['add_generation_prompt', true]
		])
	);
}

export class JinjaTemplate {
	readonly #source: string;
	#body: Body | null = null;
	#isChecked = false;

	constructor(source: string) {
		this.#source = source;
	}

	/** What it says, whether or not it can be rendered. @throws TemplateFailure where it cannot be read */
	parse(): Body {
		return (this.#body ??= withBudget(() => parseTemplate(this.#source)));
	}

	/** @throws TemplateFailure: what Python would raise, what is not supported, or which bound was met */
	render(input: TemplateInput): Rendered {
		const body = this.parse();
		return withBudget(() => {
			// Each time until it passes: a template that is refused once is refused always.
			if (!this.#isChecked) checkTemplate(body);
			this.#isChecked = true;
			let usesDate = false;
			const { now } = input;
			const clock = (format: string, date: LocalDate) => {
				usesDate = true;
				return strftime(format, date);
			};
			const told = now === null ? null : (format: string) => clock(format, now);
			const context = contextOf(input, told, body);
			return { pieces: runTemplate(body, context).pieces(), usesDate };
		});
	}
}
