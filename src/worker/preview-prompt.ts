/** The text and the tokens that a model will see. */
import type { AnySession } from '#engines/engine.ts';
import type { PromptRequest } from '#protocol/generate-request.ts';
import type { PromptPreview } from '#protocol/worker-api.ts';
import { preparePrompt } from './prepare-request.ts';

/** @throws AppError `prompt-empty`, `template-failed`, `control-token-spelled`, `model-wrong-task` */
export function previewPrompt(
	prompt: PromptRequest,
	{ tokenizer }: Pick<AnySession, 'tokenizer'>
): PromptPreview {
	const { text, tokenIds, date, spelled } = preparePrompt(prompt, tokenizer);
	return {
		text,
		date,
		spelled,
		tokens: tokenIds.map((id) => ({
			id,
			text: tokenizer.piece(id),
			special: tokenizer.specialTokenIds.has(id)
		}))
	};
}
