/** The tokenizer of a model that fills masks. */
import { AppError } from '#core/errors.ts';
import type { MaskTokenizer } from '../engine.ts';
import { TokenCodec } from '../tokenizer/token-codec.ts';
import { maskTokenOf } from './masked-signature.ts';
import type { ModelDescription } from './model-config.ts';

/**
 * @param logitsSize how many logits the model gives, where known
 * @throws AppError `model-invalid` when the mask is not one token
 */
export async function createMaskTokenizer(
	{ tokenizerJson, tokenizerConfig }: ModelDescription,
	logitsSize: number | null
): Promise<MaskTokenizer> {
	const codec = await TokenCodec.create(tokenizerJson, logitsSize);
	const maskToken = maskTokenOf(tokenizerConfig) ?? '';
	const [maskTokenId, ...rest] = codec.encode(maskToken, false);
	if (maskTokenId === undefined || rest.length > 0 || !codec.specialTokenIds.has(maskTokenId)) {
		const file = 'tokenizer_config.json';
		const problem = `the mask "${maskToken}" is not one token of tokenizer.json`;
		throw new AppError('model-invalid', `${file}: ${problem}`, { details: { file, problem } });
	}
	return {
		vocabularySize: codec.vocabularySize,
		specialTokenIds: codec.specialTokenIds,
		maskToken,
		maskTokenId,
		encode: (text, addSpecial) => codec.encode(text, addSpecial),
		encodePrompt: (pieces, options) => codec.encodePrompt(pieces, { ...options, control: [] }),
		piece: (tokenId) => codec.piece(tokenId)
	};
}
