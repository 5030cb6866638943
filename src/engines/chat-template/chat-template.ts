/** Messages to prompt text, through the model's own Jinja template. */
import type { ThinkingMarks } from '#core/chat/thinking.ts';
import { AppError } from '#core/errors.ts';
import { parseLocalDate } from '#core/run-file/local-date.ts';
import type { RunMessage } from '#core/run-file/schema.ts';
import { textOfChat, type RenderedChat } from '../engine.ts';
import { TemplateFailure } from '#core/jinja/failure.ts';
import { JinjaTemplate } from './render.ts';
import { thinkingMarks } from './thinking-marks.ts';

/** The ones that transformers hands to templates. */
const TOKEN_NAMES = [
	...(['bos_token', 'eos_token', 'unk_token', 'sep_token'] as const),
	...(['pad_token', 'cls_token', 'mask_token'] as const)
];

type SpecialToken = string | { readonly content: string } | null | undefined;

/** The special tokens that a `tokenizer_config.json` names. */
export type NamedTokens = Readonly<Partial<Record<(typeof TOKEN_NAMES)[number], SpecialToken>>>;

function specialTokenTexts(config: NamedTokens): Record<string, string> {
	const texts: Record<string, string> = {};
	for (const name of TOKEN_NAMES) {
		const token = config[name];
		if (token === null || token === undefined) continue;
		texts[name] = typeof token === 'string' ? token : token.content;
	}
	return texts;
}

export class ChatTemplate {
	readonly #template: JinjaTemplate | null;
	readonly #specialTokens: Record<string, string>;

	constructor(source: string | null, config: NamedTokens) {
		this.#template = source === null ? null : new JinjaTemplate(source);
		this.#specialTokens = specialTokenTexts(config);
	}

	/**
	 * @param date what the template is told when it asks for today, as `2026-11-30T07:08:09`; null: it
	 *   finds no clock
	 * @returns the prompt up to where the assistant answers
	 * @throws AppError `template-failed` (details: reason): it is missing, it cannot be read, it does
	 *   not end, it needs what is not supported, or it refuses the messages
	 */
	render(messages: readonly RunMessage[], date: string | null): RenderedChat {
		if (this.#template === null) {
			throw new AppError('template-failed', 'the model has no chat template');
		}
		const now = date === null ? null : parseLocalDate(date);
		if (date !== null && now === null) throw failed(`${date} is no date`);
		try {
			return this.#template.render({ messages, specialTokens: this.#specialTokens, now });
		} catch (cause) {
			if (cause instanceof TemplateFailure) throw failed(cause.reason, cause);
			throw cause;
		}
	}

	/** How the model marks its thinking; null where its template does not tell. */
	thinkingMarks(): ThinkingMarks | null {
		return this.#template === null ? null : thinkingMarks(this.#template, this.#prompt());
	}

	/** As an answer is asked for; '' where it refuses. */
	#prompt(): string {
		try {
			return textOfChat(this.render([{ role: 'user', content: 'question' }], null));
		} catch (error) {
			if (error instanceof AppError) return '';
			throw error;
		}
	}
}

function failed(reason: string, cause?: unknown): AppError {
	return new AppError('template-failed', reason, { details: { reason }, cause });
}
