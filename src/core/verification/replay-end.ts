/** Where the recorded tokens had to end: the rules of the decode loop, without a model. */
import type { FinishReason } from '../run-file/schema.ts';
import { StreamingText } from '../text/streaming-text.ts';
import type { Claim } from './claim.ts';

export interface ReplayedText {
	/** What each token adds to the text. */
	readonly pieces: readonly string[];
	readonly text: string;
	/** How many tokens there are when the first rule applies; null when none does. */
	readonly endLength: number | null;
	readonly finishReason: FinishReason | null;
	readonly stopSequence: string | null;
}

/**
 * Decodes the recorded tokens and applies stop sequences, stop tokens and `max_tokens`.
 *
 * @param decode tokens as the continuation of the prompt, without special tokens
 */
export function replayEnd(
	claim: Pick<Claim, 'tokenIds' | 'request'>,
	decode: (ids: readonly number[]) => string
): ReplayedText {
	const { stop_sequences: stopSequences, stop_token_ids: stopTokenIds } = claim.request;
	const stopIds = new Set(stopTokenIds);
	const streaming = new StreamingText(decode, stopSequences);
	const pieces: string[] = [];
	for (const id of claim.tokenIds) {
		const { piece, stopped } = streaming.add(id);
		pieces.push(piece);
		const isFull = pieces.length >= claim.request.max_tokens;
		if (stopped === null && !stopIds.has(id) && !isFull) continue;
		const finishReason = stopped === null && !stopIds.has(id) ? 'length' : 'stop';
		const { text } = streaming;
		return { pieces, text, endLength: pieces.length, finishReason, stopSequence: stopped };
	}
	const { text } = streaming;
	return { pieces, text, endLength: null, finishReason: null, stopSequence: null };
}

/** The first field of a claim that contradicts its own tokens, or null. */
export function findFalseEnd(claim: Claim, replayed: ReplayedText): string | null {
	const { trace, tokenIds, finishReason } = claim;
	if (replayed.endLength !== null && replayed.endLength < tokenIds.length) {
		return `output.token_ids[${replayed.endLength}]`;
	}
	const wrong = trace?.findIndex((token, i) => token.text !== replayed.pieces[i]) ?? -1;
	if (wrong !== -1) return `output.tokens[${wrong}].text`;
	if (claim.text !== null && claim.text !== replayed.text) return 'output.text';
	if (!canEndSo(finishReason, replayed.finishReason)) return 'output.finish_reason';
	if (claim.stopSequence !== replayed.stopSequence) return 'output.stop_sequence';
	return null;
}

/**
 * A run may end before any rule applies: cancelled, or because the context was full. How large it
 * was there is not recorded, and nothing is gained by a lie about it: `max_tokens` does the same.
 */
function canEndSo(claimed: FinishReason, replayed: FinishReason | null): boolean {
	return replayed === null ? claimed !== 'stop' : claimed === replayed || claimed === 'cancelled';
}
