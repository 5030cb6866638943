/** How a context and its continuation become token ids, as the harness's `TemplateLM.loglikelihood` does it. */
import { evaluationError } from './evaluation-error.ts';
import { endsWithSpace } from './python/white-space.ts';

export interface PairEncoder {
	/** @param addSpecial whether the tokenizer adds its own, a BOS token, say */
	readonly encode: (text: string, addSpecial: boolean) => readonly number[];
	/** What comes before a text that has no context: the BOS token, else the EOS token; null without either. */
	readonly prefixToken: number | null;
	/** As it is spelled; empty without one. */
	readonly prefixText: string;
}

export interface EncodedPair {
	readonly context: readonly number[];
	readonly continuation: readonly number[];
}

/** White space at the context's end belongs to the continuation: tokenizers join it to the word after it. */
export function moveSpaces(context: string, continuation: string): [string, string] {
	let end = context.length;
	while (end > 0 && endsWithSpace(context.slice(0, end))) end -= 1;
	return [context.slice(0, end), context.slice(end) + continuation];
}

/**
 * The continuation's ids are what follows the context's in the ids of both together, so that a token
 * across the boundary counts as the continuation's, or is cut, as in the harness.
 *
 * @throws AppError `evaluation-field-invalid` where no token is left to score
 */
export function encodePair(
	encoder: PairEncoder,
	context: string,
	continuation: string
): EncodedPair {
	const pair =
		context === ''
			? withoutContext(encoder, continuation)
			: withContext(encoder, ...moveSpaces(context, continuation));
	if (pair.continuation.length === 0) {
		throw evaluationError('continuation', 'at least one token to score');
	}
	return pair;
}

/** The tokenizer's own way, unless the text begins with the prefix: then it brings along what would be added. */
export function encodeText({ encode, prefixText }: PairEncoder, text: string): readonly number[] {
	return encode(text, prefixText === '' || !text.startsWith(prefixText));
}

function withContext(encoder: PairEncoder, context: string, continuation: string): EncodedPair {
	const whole = encodeText(encoder, context + continuation);
	const ids = encodeText(encoder, context);
	return { context: ids, continuation: whole.slice(ids.length) };
}

function withoutContext(encoder: PairEncoder, text: string): EncodedPair {
	const ids = encoder.encode(text, false);
	const prefix = prefixOf(encoder);
	// A text that brings the prefix along does not get a second one.
	return ids[0] === prefix
		? { context: ids.slice(0, 1), continuation: ids.slice(1) }
		: { context: [prefix], continuation: ids };
}

/** @throws AppError `evaluation-field-invalid` where the tokenizer names none */
export function prefixOf({ prefixToken }: PairEncoder): number {
	if (prefixToken !== null) return prefixToken;
	throw evaluationError('tokenizer', 'a token that begins or ends a text');
}

export interface ModelInput {
	/** The last of the continuation is not among them: nothing is predicted from it. */
	readonly inputIds: readonly number[];
	/** The rows of logits that score it are the last ones, as many as it has tokens. */
	readonly continuation: readonly number[];
	/** How many tokens of the context were left out, from the left. */
	readonly droppedTokens: number;
}

/**
 * @param contextLength the most tokens that the model reads
 * @throws AppError `evaluation-field-invalid` for a continuation that is longer than the model reads
 */
export function modelInput(pair: EncodedPair, contextLength: number): ModelInput {
	if (pair.continuation.length > contextLength) {
		throw evaluationError('continuation', `at most ${contextLength} tokens`);
	}
	const whole = [...pair.context, ...pair.continuation];
	const kept = whole.slice(-(contextLength + 1));
	return {
		inputIds: kept.slice(0, -1),
		continuation: pair.continuation,
		droppedTokens: whole.length - kept.length
	};
}
