/** What a run is called and how it ended, in plain words. */
import type { Run, RunMessage } from '#core/run-file/schema.ts';
import { plural } from './plural.ts';
import { quotedToken } from './token-words.ts';

export function endWords({ output, request }: Pick<Run, 'output' | 'request'>): string {
	if (output.finish_reason === 'cancelled') return 'stopped by hand';
	if (output.stop_sequence !== null)
		return `met the stop string ${quotedToken(output.stop_sequence)}`;
	if (output.finish_reason === 'stop') return 'the model ended it';
	return output.token_ids.length >= request.max_tokens
		? `reached the limit of ${plural(request.max_tokens, ['# token', '# tokens'])}`
		: 'the model’s memory is full';
}

const PREFILL_WORDS: Readonly<Record<Run['engine']['prefill'], string>> = {
	get 'token-by-token'() {
		return 'prompt read token by token';
	},
	get 'one-pass'() {
		return 'prompt read in one pass';
	},
	get 'chunks-of-32'() {
		return 'prompt read in chunks of 32 tokens';
	}
};

export function prefillWords(prefill: Run['engine']['prefill']): string {
	return PREFILL_WORDS[prefill];
}

/** Who says a message of a chat. */
export const ROLE_NAMES: Readonly<Record<RunMessage['role'], string>> = {
	system: 'System',
	user: 'You',
	assistant: 'Model'
};
