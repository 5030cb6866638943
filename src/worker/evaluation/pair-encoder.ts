/** The loaded model's tokenizer, as evaluations ask for it. */
import type { PairEncoder } from '#core/evaluation/encode-pair.ts';
import type { EngineTokenizer } from '#engines/engine.ts';

export function pairEncoder(tokenizer: EngineTokenizer): PairEncoder {
	const prefixToken = tokenizer.prefixTokenId ?? null;
	return {
		encode: (text, addSpecial) => tokenizer.encode(text, addSpecial),
		prefixToken,
		prefixText: prefixToken === null ? '' : tokenizer.decode([prefixToken], true)
	};
}
