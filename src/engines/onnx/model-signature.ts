/** What goes into a decoder graph and what comes out: read from the session, not from a model's name. */
import type { InferenceSession } from 'onnxruntime-web';
import { isPastName, readCacheLayout, type CacheTensor } from './cache-layout.ts';
import { invalidGraph, isOpen, requireTensor, requireType, type Metadata } from './metadata.ts';
import type { ModelConfig } from './model-config.ts';

/** Types that token ids, masks and positions come in. */
export type CountType = 'int64' | 'int32' | 'float32' | 'float16' | 'bool';

export interface ModelSignature {
	readonly inputIds: CountType;
	/** Null where the graph has no such input, here and below. */
	readonly attentionMask: CountType | null;
	readonly positionIds: CountType | null;
	/**
	 * A merged graph: one branch for the first pass, one that continues from a cache. The second is made
	 * for one token at a time: exports of several tokens often lack the causal mask there.
	 */
	readonly hasCacheBranch: boolean;
	/** How many rows of logits are wanted, counted from the end; 0 is all. */
	readonly logitsToKeep: CountType | null;
	/** Empty: the graph saves nothing, and every pass reads the whole text again. */
	readonly cache: readonly CacheTensor[];
	readonly logitsType: 'float32' | 'float16';
	readonly vocabularySize: number | null;
}

const LOGITS_TO_KEEP = 'num_logits_to_keep';
const INTEGERS = ['int64', 'int32'] as const;
const KNOWN_INPUTS: Readonly<Record<string, readonly CountType[]>> = {
	input_ids: INTEGERS,
	attention_mask: [...INTEGERS, 'float32', 'float16', 'bool'],
	position_ids: INTEGERS,
	[LOGITS_TO_KEEP]: INTEGERS,
	use_cache_branch: ['bool']
};

function checkInputs(inputs: Metadata): void {
	for (const { name } of inputs) {
		if (isPastName(name)) continue;
		const types = KNOWN_INPUTS[name];
		if (types === undefined) throw invalidGraph(`it wants an unknown input "${name}"`);
		requireType(requireTensor(inputs, 'input', name), ...types);
	}
}

function countType(inputs: Metadata, name: string): CountType | null {
	const input = inputs.find((value) => value.name === name);
	return input?.isTensor === true ? (input.type as CountType) : null;
}

/**
 * @param config used only where the graph leaves a dimension open
 * @throws AppError `model-unsupported`, with what is missing in `details.problem`
 */
export function readSignature(
	session: Pick<InferenceSession, 'inputMetadata' | 'outputMetadata'>,
	config: ModelConfig
): ModelSignature {
	const { inputMetadata: inputs, outputMetadata: outputs } = session;
	requireTensor(inputs, 'input', 'input_ids');
	checkInputs(inputs);
	const logits = requireTensor(outputs, 'output', 'logits');
	requireType(logits, 'float32', 'float16');
	const width = logits.shape[2];
	return {
		inputIds: countType(inputs, 'input_ids') ?? 'int64',
		attentionMask: countType(inputs, 'attention_mask'),
		positionIds: countType(inputs, 'position_ids'),
		hasCacheBranch: inputs.some(({ name }) => name === 'use_cache_branch'),
		logitsToKeep: countType(inputs, LOGITS_TO_KEEP),
		cache: readCacheLayout(inputs, outputs, config),
		logitsType: logits.type as ModelSignature['logitsType'],
		vocabularySize: width === undefined || isOpen(width) ? null : Number(width)
	};
}

/** Half floats go in or come out: a GPU without 16-bit arithmetic cannot run it. */
export function usesHalfFloats({ cache, logitsType }: ModelSignature): boolean {
	return logitsType === 'float16' || cache.some(({ type }) => type === 'float16');
}
