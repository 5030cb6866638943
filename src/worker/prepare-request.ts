/** From what the page asks to the exact request that the run file will hold. */
import { sha256Text } from '#core/digest/sha256.ts';
import { AppError } from '#core/errors.ts';
import { RUN_LIMITS, SAMPLER_NAME, type RunRequest } from '#core/run-file/schema.ts';
import { parseSeed, validateSettings } from '#core/sampling/settings.ts';
import type { EngineSession, EngineTokenizer } from '#engines/engine.ts';
import type { GenerateRequest, PromptRequest } from '#protocol/worker-api.ts';

/** One that renders no chats belongs to a model that fills masks. */
type PromptTokenizer = Pick<EngineTokenizer, 'encode'> & Partial<EngineTokenizer>;

/** @throws AppError `prompt-empty`, `template-failed`, `model-wrong-task` */
export function promptText(prompt: PromptRequest, tokenizer: PromptTokenizer): string {
	if (prompt.mode === 'completion') return prompt.prompt;
	if (tokenizer.renderChat === undefined) {
		throw new AppError('model-wrong-task', 'this model fills masks', {
			details: { task: 'fill-mask' }
		});
	}
	if (prompt.messages.length === 0) throw new AppError('prompt-empty', 'there is no message');
	return tokenizer.renderChat(prompt.messages);
}

/** @throws AppError as `promptText` */
export function promptTokens(prompt: PromptRequest, tokenizer: PromptTokenizer): number[] {
	// A template writes the special tokens itself; plain text gets what the tokenizer adds.
	const ids = tokenizer.encode(promptText(prompt, tokenizer), prompt.mode === 'completion');
	if (ids.length === 0) throw new AppError('prompt-empty', 'the prompt has no token');
	return ids;
}

function settingInvalid(field: string, allowed: string): AppError {
	return new AppError('settings-invalid', `${field} must be ${allowed}`, {
		details: { field, allowed }
	});
}

function checkTokenIds(field: string, ids: readonly number[], vocabularySize: number): void {
	if (ids.every((id) => Number.isInteger(id) && id >= 0 && id < vocabularySize)) return;
	throw settingInvalid(field, `token ids below ${vocabularySize}`);
}

function checkLimits(request: RunRequest, session: EngineSession): void {
	const { max_tokens: maxTokens } = request;
	if (!Number.isInteger(maxTokens) || maxTokens < 1 || maxTokens > RUN_LIMITS.tokens) {
		throw settingInvalid('max_tokens', `1 to ${RUN_LIMITS.tokens}`);
	}
	if (request.stop_sequences.length > RUN_LIMITS.stopSequences) {
		throw settingInvalid('stop_sequences', `at most ${RUN_LIMITS.stopSequences} texts`);
	}
	if (request.stop_sequences.includes('')) {
		throw settingInvalid('stop_sequences', 'texts of at least one character');
	}
	const promptLength = request.prompt_token_ids.length;
	const longest = session.contextLength - 1;
	if (promptLength > longest) {
		throw new AppError('prompt-too-long', `${promptLength} tokens`, {
			details: { tokens: promptLength, maxTokens: longest, contextLength: session.contextLength }
		});
	}
}

/** The user's own and those that the model's template ends a turn with: both are recorded. */
function stopSequences(own: readonly string[], ofModel: readonly string[] = []): string[] {
	return [...new Set([...own, ...ofModel])];
}

/**
 * Renders, tokenizes and checks.
 *
 * @throws AppError `prompt-empty`, `prompt-too-long` (details: tokens, maxTokens, contextLength),
 *   `template-failed`, `settings-invalid` (details: field, allowed)
 */
export function prepareRequest(
	{ prompt, promptTokenIds, settings, stopTokenIds, forcedTokenIds }: GenerateRequest,
	session: EngineSession
): RunRequest {
	const { tokenizer } = session;
	const isChat = prompt.mode === 'chat';
	// A recorded run brings all of its ends with it.
	const isOwnTurn = isChat && stopTokenIds === undefined;
	const template = isChat ? tokenizer.chatTemplate : null;
	const request: RunRequest = {
		mode: prompt.mode,
		messages: isChat ? prompt.messages.map(({ role, content }) => ({ role, content })) : [],
		prompt: isChat ? null : prompt.prompt,
		template_digest: template === null ? null : sha256Text(template),
		prompt_token_ids: [...(promptTokenIds ?? promptTokens(prompt, tokenizer))],
		forced_token_ids: [...forcedTokenIds],
		sampler: SAMPLER_NAME,
		seed: parseSeed(settings.seed).toString(),
		...validateSettings(settings),
		max_tokens: settings.max_tokens,
		stop_sequences: stopSequences(settings.stop_sequences, isOwnTurn ? tokenizer.stopTexts : []),
		stop_token_ids: [...(stopTokenIds ?? tokenizer.stopTokenIds)]
	};
	if (request.prompt_token_ids.length === 0) {
		throw new AppError('prompt-empty', 'the prompt has no token');
	}
	checkTokenIds('prompt_token_ids', request.prompt_token_ids, tokenizer.vocabularySize);
	checkTokenIds('forced_token_ids', request.forced_token_ids, tokenizer.vocabularySize);
	checkLimits(request, session);
	return request;
}
