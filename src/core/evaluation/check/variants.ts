/** What a published score may have been asked otherwise than it says: the same question, with one thing changed. */
import type { Asked, ContextAndContinuation } from '../requests.ts';

export interface Variant {
	readonly reason: 'prefix-token' | 'delimiter';
	readonly asked: Asked;
}

/**
 * @param prefixText the tokenizer's BOS token, or else its EOS token, as it is spelled; empty without one
 * @returns none for texts that are written or scored as a whole
 */
export function variantsOf(asked: Asked, prefixText: string): Variant[] {
	const variants: Variant[] = [];
	const withPrefix = changed(asked, ({ context, continuation }) => ({
		context: context.startsWith(prefixText) ? context : prefixText + context,
		continuation
	}));
	if (withPrefix !== null && prefixText !== '') {
		variants.push({ reason: 'prefix-token', asked: withPrefix });
	}
	const otherDelimiter = changed(asked, ({ context, continuation }) => ({
		context,
		continuation: continuation.startsWith(' ') ? continuation.slice(1) : ` ${continuation}`
	}));
	if (otherDelimiter !== null) variants.push({ reason: 'delimiter', asked: otherDelimiter });
	return variants;
}

/** @returns null where there are no pairs, or a pair would be left empty */
function changed(
	asked: Asked,
	change: (pair: ContextAndContinuation) => ContextAndContinuation
): Asked | null {
	if (asked.outputType === 'loglikelihood') {
		const pair = change(asked);
		return pair.continuation === '' ? null : { ...asked, ...pair };
	}
	if (asked.outputType !== 'multiple_choice') return null;
	const pairs = asked.pairs.map(change);
	if (pairs.some(({ continuation }) => continuation === '')) return null;
	// What has no context has no prefix to add, but a delimiter.
	const unconditional = asked.unconditional.map(({ continuation }) => ({
		context: '',
		continuation: change({ context: '', continuation }).continuation
	}));
	return { ...asked, pairs, unconditional };
}
