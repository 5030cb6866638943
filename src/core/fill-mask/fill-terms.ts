/**
 * What of a request for masks decides its numbers, and is not what a reader of the sentences would
 * expect. It belongs into the headline of a verdict.
 */
import type { FillMaskRequest, FillMaskSentence } from './schema.ts';

/** As many tokens are named. */
const NAMED = 5;

export type FillTerm =
	/** Words that the sentence shows to its reader, and that the model was not shown. */
	| { readonly kind: 'hidden-words'; readonly count: number; readonly texts: readonly string[] }
	/** Tokens that frame every text of this model, and that it was not shown. */
	| { readonly kind: 'hidden-frame'; readonly count: number; readonly texts: readonly string[] }
	/** A score over some tokens of a sentence, and not over all. */
	| { readonly kind: 'part-scored'; readonly count: number; readonly of: number };

/** What the verifier's own copy of the model says. */
export interface OwnMaskTokens {
	readonly maskTokenId: number;
	/** Control tokens, the mask among them. */
	readonly specialTokenIds: ReadonlySet<number>;
	/** The token as a person would read it. */
	readonly piece: (tokenId: number) => string;
}

/** None: the request is an ordinary one. */
export function fillTermsOf(
	{ sentences, masking }: Pick<FillMaskRequest, 'sentences' | 'masking'>,
	own: OwnMaskTokens
): FillTerm[] {
	const hidden = sentences.flatMap((sentence) => hiddenIds(sentence, own));
	const frame = hidden.filter((id) => own.specialTokenIds.has(id));
	const words = hidden.filter((id) => !own.specialTokenIds.has(id));
	const found: FillTerm[] = [];
	// Token by token, each is hidden once: that is what such a score is.
	if (masking === 'together' && words.length > 0) {
		found.push({ kind: 'hidden-words', count: words.length, texts: named(words, own) });
	}
	if (frame.length > 0) {
		found.push({ kind: 'hidden-frame', count: frame.length, texts: named(frame, own) });
	}
	if (masking === 'one-by-one') {
		const all = sentences.flatMap(({ token_ids: ids }) => ids);
		const of = all.filter((id) => !own.specialTokenIds.has(id)).length;
		if (words.length < of) found.push({ kind: 'part-scored', count: words.length, of });
	}
	return found;
}

function hiddenIds(
	{ token_ids: ids, masked_positions: masked }: FillMaskSentence,
	own: OwnMaskTokens
) {
	return masked.flatMap((position) => {
		const id = ids[position];
		return id === undefined || id === own.maskTokenId ? [] : [id];
	});
}

function named(ids: readonly number[], { piece }: OwnMaskTokens): string[] {
	return ids.slice(0, NAMED).map(piece);
}
