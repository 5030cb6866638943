/** The text and the tokens that a model will see. */
import type { EngineSession, MaskedSession } from '#engines/engine.ts';
import type { PromptPreview, PromptRequest } from '#protocol/worker-api.ts';
import { promptText, promptTokens } from './prepare-request.ts';

/** @throws AppError `prompt-empty`, `template-failed`, `model-wrong-task` */
export function previewPrompt(
	prompt: PromptRequest,
	{ tokenizer }: EngineSession | MaskedSession
): PromptPreview {
	return {
		text: promptText(prompt, tokenizer),
		tokens: promptTokens(prompt, tokenizer).map((id) => ({
			id,
			text: tokenizer.piece(id),
			special: tokenizer.specialTokenIds.has(id)
		}))
	};
}
