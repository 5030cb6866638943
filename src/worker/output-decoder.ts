/** Output tokens as text. */
import type { RunRequest } from '#core/run-file/schema.ts';
import type { EngineTokenizer } from '#engines/engine.ts';

/**
 * Decodes output tokens as the continuation of the prompt: after plain text a leading space counts,
 * which many tokenizers drop at the beginning of a text.
 */
export function outputDecoder(
	tokenizer: EngineTokenizer,
	mode: RunRequest['mode'],
	promptTokenIds: readonly number[]
): (ids: readonly number[]) => string {
	const context = mode === 'completion' ? promptTokenIds.slice(-1) : [];
	const contextLength = tokenizer.decode(context, false).length;
	return (ids) => tokenizer.decode([...context, ...ids], false).slice(contextLength);
}
