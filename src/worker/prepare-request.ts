/** From what the page asks to the exact request that the run file will hold. */
import { sha256Text } from '#core/digest/sha256.ts';
import { AppError, settingInvalid } from '#core/errors.ts';
import { formatLocalDate } from '#core/run-file/local-date.ts';
import {
	RUN_LIMITS,
	SAMPLER_NAME,
	type RunRequest,
	type SpelledTokens
} from '#core/run-file/schema.ts';
import { parseSeed, validateSettings } from '#core/sampling/settings.ts';
import {
	textOfChat,
	type EngineSession,
	type EngineTokenizer,
	type RenderedChat
} from '#engines/engine.ts';
import type { GenerateRequest, PromptRequest } from '#protocol/generate-request.ts';

/** One that renders no chats belongs to a model that fills masks. */
type PromptTokenizer = Pick<EngineTokenizer, 'encodePrompt'> & Partial<EngineTokenizer>;

/** What is asked of a session here. */
type PromptSession = Pick<EngineSession, 'tokenizer' | 'contextLength'>;

/** A prompt as the model sees it. */
export interface PreparedPrompt {
	readonly text: string;
	readonly tokenIds: number[];
	/** What the template was told when it asked for the date; null when it did not ask. */
	readonly date: string | null;
	/** Control tokens that the prompt spells, and how they are read; null when there are none. */
	readonly spelled: SpelledTokens | null;
}

function renderChat(
	{ messages, date }: Extract<PromptRequest, { mode: 'chat' }>,
	tokenizer: PromptTokenizer
): Pick<RenderedChat, 'pieces'> & Pick<PreparedPrompt, 'date'> {
	if (tokenizer.renderChat === undefined) {
		throw new AppError('model-wrong-task', 'this model fills masks', {
			details: { task: 'fill-mask' }
		});
	}
	if (messages.length === 0) throw new AppError('prompt-empty', 'there is no message');
	const told = date === undefined ? formatLocalDate(new Date()) : date;
	const rendered = tokenizer.renderChat(messages, told);
	return { pieces: rendered.pieces, date: rendered.usesDate ? told : null };
}

/** In messages a control token is text like any other; who writes a raw prompt wants the token. */
function isReadAsText({ mode, spelled }: PromptRequest): boolean {
	return mode === 'chat' && (spelled === undefined || spelled?.read_as === 'text');
}

/** As a run file takes it: names that it can hold. */
function recordOf(names: readonly string[], asText: boolean): SpelledTokens | null {
	if (names.length === 0) return null;
	const tokens = names.slice(0, RUN_LIMITS.spelledTokens);
	return {
		read_as: asText ? 'text' : 'control',
		tokens: tokens.map((name) => Array.from(name).slice(0, 500).join(''))
	};
}

/** @throws AppError `prompt-empty`, `template-failed`, `control-token-spelled`, `model-wrong-task` */
export function preparePrompt(prompt: PromptRequest, tokenizer: PromptTokenizer): PreparedPrompt {
	const isChat = prompt.mode === 'chat';
	const { pieces, date } = isChat
		? renderChat(prompt, tokenizer)
		: { pieces: [{ text: prompt.prompt, fromContent: true }], date: null };
	const contentAsText = isReadAsText(prompt);
	// A template writes the special tokens itself; plain text gets what the tokenizer adds.
	const options = { addSpecial: !isChat, contentAsText };
	const { tokenIds, spelled } = tokenizer.encodePrompt(pieces, options);
	if (tokenIds.length === 0) throw new AppError('prompt-empty', 'the prompt has no token');
	return {
		text: textOfChat({ pieces }),
		date,
		tokenIds,
		spelled: recordOf(spelled, contentAsText)
	};
}

/** Exact ids need no template: what it was told is known, too. */
function recordedPrompt(
	prompt: PromptRequest,
	tokenIds: readonly number[]
): Omit<PreparedPrompt, 'text'> {
	const date = prompt.mode === 'chat' ? (prompt.date ?? null) : null;
	return { tokenIds: [...tokenIds], date, spelled: prompt.spelled ?? null };
}

function checkTokenIds(field: string, ids: readonly number[], vocabularySize: number): void {
	if (ids.every((id) => Number.isInteger(id) && id >= 0 && id < vocabularySize)) return;
	throw settingInvalid(field, `token ids below ${vocabularySize}`);
}

function checkLimits(request: RunRequest, session: PromptSession): void {
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
 *   `template-failed`, `control-token-spelled` (details: tokens), `settings-invalid` (details: field,
 *   allowed)
 */
export function prepareRequest(
	{ prompt, promptTokenIds, settings, stopTokenIds, forcedTokenIds }: GenerateRequest,
	session: PromptSession
): RunRequest {
	const { tokenizer } = session;
	const isChat = prompt.mode === 'chat';
	// A recorded run brings all of its ends with it.
	const isOwnTurn = isChat && stopTokenIds === undefined;
	const template = isChat ? tokenizer.chatTemplate : null;
	const { tokenIds, date, spelled } =
		promptTokenIds === undefined
			? preparePrompt(prompt, tokenizer)
			: recordedPrompt(prompt, promptTokenIds);
	const request: RunRequest = {
		mode: prompt.mode,
		messages: isChat ? prompt.messages.map(({ role, content }) => ({ role, content })) : [],
		prompt: isChat ? null : prompt.prompt,
		template_digest: template === null ? null : sha256Text(template),
		...(date === null ? {} : { date }),
		...(spelled === null ? {} : { spelled_tokens: spelled }),
		prompt_token_ids: tokenIds,
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
