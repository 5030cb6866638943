/** A template, as jinja2 renders it in an environment. */
import { withBudget } from './budget.ts';
import { withEnvironment, type Environment } from './environment.ts';
import { unsupported } from './failure.ts';
import { runTemplate } from './run/execute.ts';
import { Context } from './run/scope.ts';
import type { Body } from './syntax/ast.ts';
import { blockNames, checkTemplate } from './syntax/check.ts';
import { parseTemplate } from './syntax/parse-template.ts';
import { PyInstance, type Value } from './values/object.ts';
import type { Str } from './values/text.ts';

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

export class Template {
	readonly #source: string;
	readonly #environment: Environment;
	#body: Body | null = null;
	#isChecked = false;

	constructor(source: string, environment: Environment) {
		this.#source = source;
		this.#environment = environment;
	}

	/** What it says, whether or not it can be rendered. @throws TemplateFailure where it cannot be read */
	parse(): Body {
		return (this.#body ??= withEnvironment(this.#environment, () =>
			withBudget(() => parseTemplate(this.#source))
		));
	}

	/**
	 * @param variables globals, too; of two with one name the later one counts
	 * @throws TemplateFailure: what Python would raise, what is not supported, or which bound was met
	 */
	render(variables: Iterable<readonly [string, Value]>): Str {
		const body = this.parse();
		return withEnvironment(this.#environment, () =>
			withBudget(() => {
				// Each time until it passes: a template that is refused once is refused always.
				if (!this.#isChecked) checkTemplate(body);
				this.#isChecked = true;
				const self = new TemplateReference(new Set(blockNames(body)));
				return runTemplate(body, new Context(new Map([...variables, ['self', self]])));
			})
		);
	}
}
