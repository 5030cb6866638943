/** Why an output ends where it ends, as far as that follows from the request. */
import type { Claim } from './claim.ts';
import type { ReplayedText } from './replay-end.ts';

export type RunEnd =
	/** A token that ends every text of the model. */
	| { readonly kind: 'end-token' }
	/** Another token, which the request made an end. */
	| { readonly kind: 'stop-token'; readonly text: string }
	| { readonly kind: 'stop-sequence'; readonly sequence: string }
	/** `max_tokens`. */
	| { readonly kind: 'limit'; readonly tokens: number }
	/** Prompt and output fill what the model can attend to. */
	| { readonly kind: 'memory'; readonly tokens: number }
	/** Nothing in the request ends it: someone did, or it was cut. */
	| { readonly kind: 'by-hand'; readonly tokens: number; readonly of: number }
	/** It is reported as full, and neither limit nor memory is reached here. */
	| { readonly kind: 'unexplained'; readonly tokens: number; readonly of: number };

export interface OwnEnd {
	/** What ends a text of this model. */
	readonly stopTokenIds: readonly number[];
	/** Most tokens, prompt and output together. */
	readonly contextLength: number;
	readonly piece: (tokenId: number) => string;
}

/**
 * @param claim one that `findFalseEnd` has found nothing wrong with
 * @param promptTokens how many tokens the prompt has
 */
export function endOf(
	claim: Pick<Claim, 'tokenIds' | 'finishReason' | 'request'>,
	replayed: Pick<ReplayedText, 'finishReason' | 'stopSequence'>,
	promptTokens: number,
	own: OwnEnd
): RunEnd {
	const tokens = claim.tokenIds.length;
	const of = claim.request.max_tokens;
	if (replayed.stopSequence !== null) {
		return { kind: 'stop-sequence', sequence: replayed.stopSequence };
	}
	if (replayed.finishReason === 'stop') {
		const last = claim.tokenIds.at(-1) ?? 0;
		if (own.stopTokenIds.includes(last)) return { kind: 'end-token' };
		return { kind: 'stop-token', text: own.piece(last) };
	}
	if (replayed.finishReason === 'length') return { kind: 'limit', tokens };
	if (claim.finishReason === 'cancelled') return { kind: 'by-hand', tokens, of };
	if (promptTokens + tokens >= own.contextLength) return { kind: 'memory', tokens };
	return { kind: 'unexplained', tokens, of };
}

/** Whether someone chose it, and not the model. */
export function isChosenEnd({ kind }: RunEnd): boolean {
	return kind === 'by-hand' || kind === 'stop-token';
}
