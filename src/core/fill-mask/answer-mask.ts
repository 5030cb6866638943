/** From the logits at a masked position to what a run file records of it. */
import { traceLogits } from '../sampling/trace.ts';
import type { FillMaskAnswer } from './schema.ts';

/** The token as a person would read it. */
export type PieceOf = (tokenId: number) => string;

export interface AskedMask {
	readonly position: number;
	/** The token that was hidden; null where the text itself has a mask. */
	readonly originalId: number | null;
	readonly topK: number;
}

/**
 * @param logits raw, shape [vocabularySize]
 * @param digest the first 16 hex digits of the logits' SHA-256
 * @throws AppError `engine-failed` when a logit is NaN or +Infinity, or all are −Infinity
 */
export function answerMask(
	logits: Float32Array,
	digest: string,
	{ position, originalId, topK }: AskedMask,
	piece: PieceOf
): FillMaskAnswer {
	const { logprob, rank, entropy, alternatives } = traceLogits(logits, originalId ?? 0, topK);
	return {
		position,
		original: originalId === null ? null : { text: piece(originalId), logprob, rank },
		entropy,
		logits_digest: digest,
		alternatives: alternatives.map((other) => ({
			id: other.id,
			text: piece(other.id),
			logprob: other.logprob
		}))
	};
}
