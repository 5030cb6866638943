/** Whether a graph fills masks, and what goes into it: read from the session, not from a model's name. */
import type { InferenceSession } from 'onnxruntime-web';
import { invalidGraph, isOpen, requireTensor, requireType, type Metadata } from './metadata.ts';
import type { ModelConfig, TokenizerConfig } from './model-config.ts';

type SessionMetadata = Pick<InferenceSession, 'inputMetadata' | 'outputMetadata'>;

/** Inputs that a masked language model may have besides `input_ids`. */
const INPUTS: ReadonlySet<string> = new Set(['attention_mask', 'token_type_ids']);

export interface MaskedSignature {
	/** Besides `input_ids`; all are int64, of shape [batch, sequence]. */
	readonly inputs: readonly string[];
	readonly vocabularySize: number | null;
}

/** How the tokenizer writes a mask, or null when it knows none. */
export function maskTokenOf({ mask_token: token }: TokenizerConfig): string | null {
	return typeof token === 'string' ? token : (token?.content ?? null);
}

/** A graph that keeps no cache, with a tokenizer that has a mask: it reads, and does not write on. */
export function fillsMasks(
	{ inputMetadata, outputMetadata }: SessionMetadata,
	tokenizerConfig: TokenizerConfig
): boolean {
	const keepsCache = (values: Metadata) => values.some(({ name }) => /^(past|present)/.test(name));
	return (
		maskTokenOf(tokenizerConfig) !== null &&
		!keepsCache(inputMetadata) &&
		!keepsCache(outputMetadata)
	);
}

/** @throws AppError `model-unsupported`, with what does not fit in `details.problem` */
export function readMaskedSignature({
	inputMetadata,
	outputMetadata
}: SessionMetadata): MaskedSignature {
	const inputs = inputMetadata.map(({ name }) => name).filter((name) => name !== 'input_ids');
	const unknown = inputs.find((name) => !INPUTS.has(name));
	if (unknown !== undefined) throw invalidGraph(`it wants an unknown input "${unknown}"`);
	for (const name of ['input_ids', ...inputs]) {
		requireType(requireTensor(inputMetadata, 'input', name), 'int64');
	}
	const logits = requireTensor(outputMetadata, 'output', 'logits');
	requireType(logits, 'float32', 'float16');
	const size = logits.shape[2];
	return { inputs, vocabularySize: typeof size !== 'number' || isOpen(size) ? null : size };
}

/**
 * Most tokens of a sequence. RoBERTa counts positions from the padding token's id on, so that many
 * rows of its table are never used; a graph with segment ids (BERT) counts from 0.
 */
export function maskedContextLength(
	contextLength: number,
	{ pad_token_id: padding }: ModelConfig,
	{ model_max_length: longest }: TokenizerConfig,
	{ inputs }: MaskedSignature
): number {
	const countsFromZero = inputs.includes('token_type_ids') || padding == null || padding === 0;
	const offset = countsFromZero ? 0 : padding + 1;
	// Exporters write 10^30 where nobody set a limit.
	return Math.min(contextLength - offset, longest ?? Infinity);
}
