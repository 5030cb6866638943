/** What a run was made from, in the shape that a new request takes. */
import type { LinkRequest } from '#core/link/link-schema.ts';
import { SAMPLER_NAME } from '#core/run-file/schema.ts';
import { settingsOf } from '#core/sampling/settings.ts';
import type { GenerateRequest, PromptRequest } from '#protocol/generate-request.ts';
import type { RecipeSettings } from './presets.ts';

/** For a new request. */
export function promptOf(
	request: Pick<LinkRequest, 'mode' | 'prompt' | 'messages' | 'date'>
): PromptRequest {
	if (request.mode === 'completion') return { mode: 'completion', prompt: request.prompt ?? '' };
	const { messages, date } = request;
	return { mode: 'chat', messages, ...(date === undefined ? {} : { date }) };
}

/** The same, and what the run recorded of it: to be made again, not anew. */
export function recordedPromptOf(request: LinkRequest): PromptRequest {
	const { spelled_tokens: spelled } = request;
	return { ...promptOf(request), ...(spelled === undefined ? {} : { spelled }) };
}

/** The other way round: a new request as a link says it. */
export function linkRequestOf(
	prompt: PromptRequest,
	settings: GenerateRequest['settings'],
	forcedTokenIds: readonly number[] = []
): LinkRequest {
	return {
		mode: prompt.mode,
		messages: prompt.mode === 'chat' ? [...prompt.messages] : [],
		prompt: prompt.mode === 'completion' ? prompt.prompt : null,
		...(prompt.mode === 'chat' && typeof prompt.date === 'string' ? { date: prompt.date } : {}),
		forced_token_ids: [...forcedTokenIds],
		sampler: SAMPLER_NAME,
		...settings
	};
}

export function recipeSettingsOf(request: LinkRequest): RecipeSettings {
	return structuredClone({
		...settingsOf(request),
		max_tokens: request.max_tokens,
		stop_sequences: request.stop_sequences
	});
}

/** The last thing that was asked, in one line: names a run that its owner has not named. */
export function promptLine({ request }: { readonly request: LinkRequest }): string {
	const said = request.messages.findLast(({ role }) => role === 'user')?.content;
	return (request.prompt ?? said ?? '').replaceAll(/\s+/g, ' ').trim();
}
