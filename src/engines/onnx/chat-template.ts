/** Messages to prompt text, through the model's own Jinja template. */
import { Environment, Interpreter, Template } from '@huggingface/jinja';
import { AppError } from '#core/errors.ts';
import type { RunMessage } from '#core/run-file/schema.ts';
import type { TokenizerConfig } from './model-config.ts';

const TOKEN_NAMES = ['bos_token', 'eos_token', 'pad_token', 'unk_token'] as const;

/** More than any conversation has messages: a template is a stranger's program, and must end. */
const LONGEST_RANGE = 100_000;

function range(start: number, stop = NaN, step = 1): number[] {
	const [from, to] = Number.isNaN(stop) ? [0, start] : [start, stop];
	const count = Math.max(0, Math.ceil((to - from) / step));
	if (!(count <= LONGEST_RANGE)) throw new Error('the template counts too far');
	return Array.from({ length: count }, (_, i) => from + i * step);
}

/**
 * What `transformers` gives to templates, but for the clock: a prompt must be the same tomorrow, or no
 * run could be checked against its messages. Templates keep a date for renderers without one.
 */
const GLOBALS: Readonly<Record<string, unknown>> = {
	...{ true: true, false: false, none: null, True: true, False: false, None: null },
	range,
	raise_exception: (reason: string) => {
		throw new Error(reason);
	}
};

/** The variables that `transformers` gives to templates, beside the messages. */
function specialTokenTexts(config: TokenizerConfig): Record<string, string> {
	const texts: Record<string, string> = {};
	for (const name of TOKEN_NAMES) {
		const token = config[name];
		if (token === null || token === undefined) continue;
		texts[name] = typeof token === 'string' ? token : token.content;
	}
	return texts;
}

export class ChatTemplate {
	readonly #source: string | null;
	readonly #variables: Record<string, string>;
	#template: Template | null = null;

	constructor(source: string | null, config: TokenizerConfig) {
		this.#source = source;
		this.#variables = specialTokenTexts(config);
	}

	/**
	 * @returns the prompt up to where the assistant answers
	 * @throws AppError `template-failed`: there is none, it cannot be read, or it refuses the messages
	 */
	render(messages: readonly RunMessage[]): string {
		if (this.#source === null) {
			throw new AppError('template-failed', 'the model has no chat template');
		}
		try {
			this.#template ??= new Template(this.#source);
			const environment = new Environment();
			const variables = { ...this.#variables, messages, add_generation_prompt: true };
			for (const [name, value] of Object.entries({ ...GLOBALS, ...variables })) {
				environment.set(name, value);
			}
			const rendered: unknown = new Interpreter(environment).run(this.#template.parsed).value;
			return String(rendered);
		} catch (cause) {
			const reason = cause instanceof Error ? cause.message : String(cause);
			throw new AppError('template-failed', reason, { details: { reason }, cause });
		}
	}
}
