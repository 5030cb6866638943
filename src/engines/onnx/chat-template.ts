/** Messages to prompt text, through the model's own Jinja template. */
import { Template } from '@huggingface/jinja';
import { AppError } from '#core/errors.ts';
import type { RunMessage } from '#core/run-file/schema.ts';
import type { TokenizerConfig } from './model-config.ts';

const TOKEN_NAMES = ['bos_token', 'eos_token', 'pad_token', 'unk_token'] as const;

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
			return this.#template.render({
				...this.#variables,
				messages,
				add_generation_prompt: true
			});
		} catch (cause) {
			const reason = cause instanceof Error ? cause.message : String(cause);
			throw new AppError('template-failed', reason, { details: { reason }, cause });
		}
	}
}
