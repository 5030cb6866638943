/** What goes into a decoder graph and what comes out: read from the session, not from a model's name. */
import type { InferenceSession } from 'onnxruntime-web';
import { AppError } from '#core/errors.ts';
import type { ModelConfig } from './model-config.ts';

export interface ModelSignature {
	readonly hasAttentionMask: boolean;
	readonly hasPositionIds: boolean;
	/** `past_key_values.N.key` and `.value` of every layer, in the graph's order. */
	readonly pastNames: readonly string[];
	/** `present.N.key` and `.value`, in the order of `pastNames`. */
	readonly presentNames: readonly string[];
	readonly cacheType: 'float32' | 'float16';
	/** Shape of an empty cache tensor: [1, KV heads, 0, head size]. */
	readonly emptyCacheShape: readonly [1, number, 0, number];
	readonly vocabularySize: number | null;
}

type Metadata = readonly InferenceSession.ValueMetadata[];
type TensorMetadata = InferenceSession.TensorValueMetadata;

const PAST = /^past_key_values\.\d+\.(key|value)$/;

function invalid(problem: string): AppError {
	return new AppError('model-invalid', `not a decoder that can be run: ${problem}`, {
		details: { problem }
	});
}

function requireTensor(values: Metadata, kind: 'input' | 'output', name: string): TensorMetadata {
	const found = values.find((value) => value.name === name);
	if (found?.isTensor !== true) throw invalid(`the ${kind} "${name}" is missing`);
	return found;
}

function requireType(tensor: TensorMetadata, ...types: readonly string[]): void {
	if (types.includes(tensor.type)) return;
	throw invalid(`"${tensor.name}" is ${tensor.type}, not ${types.join(' or ')}`);
}

function numericDimension(tensor: TensorMetadata, axis: number): number | null {
	const size = tensor.shape[axis];
	return typeof size === 'number' && size > 0 ? size : null;
}

function cacheShape(past: TensorMetadata, config: ModelConfig): readonly [1, number, 0, number] {
	if (past.shape.length !== 4) throw invalid(`"${past.name}" does not have four dimensions`);
	const heads =
		numericDimension(past, 1) ?? config.num_key_value_heads ?? config.num_attention_heads;
	const { hidden_size: hidden, num_attention_heads: queryHeads } = config;
	const headSize =
		numericDimension(past, 3) ??
		config.head_dim ??
		(hidden !== undefined && queryHeads !== undefined ? hidden / queryHeads : undefined);
	if (heads === undefined) throw invalid(`nothing says how many heads "${past.name}" has`);
	if (headSize === undefined)
		throw invalid(`nothing says how large the heads of "${past.name}" are`);
	return [1, heads, 0, headSize];
}

function checkIntegerInputs(inputs: Metadata): void {
	requireType(requireTensor(inputs, 'input', 'input_ids'), 'int64');
	for (const input of inputs) {
		if (PAST.test(input.name) || input.name === 'input_ids') continue;
		if (input.name !== 'attention_mask' && input.name !== 'position_ids') {
			throw invalid(`it wants an unknown input "${input.name}"`);
		}
		requireType(requireTensor(inputs, 'input', input.name), 'int64');
	}
}

/**
 * @param config used only where the graph leaves a dimension open
 * @throws AppError `model-invalid`, with what is missing in `details.problem`
 */
export function readSignature(
	session: Pick<InferenceSession, 'inputMetadata' | 'outputMetadata'>,
	config: ModelConfig
): ModelSignature {
	const { inputMetadata: inputs, outputMetadata: outputs } = session;
	checkIntegerInputs(inputs);
	const logits = requireTensor(outputs, 'output', 'logits');
	requireType(logits, 'float32');
	const pastNames = inputs.map(({ name }) => name).filter((name) => PAST.test(name));
	const [firstName] = pastNames;
	if (firstName === undefined) throw invalid('the input "past_key_values.0.key" is missing');
	const past = requireTensor(inputs, 'input', firstName);
	requireType(past, 'float32', 'float16');
	const presentNames = pastNames.map((name) => name.replace('past_key_values', 'present'));
	for (const name of presentNames) requireType(requireTensor(outputs, 'output', name), past.type);
	return {
		hasAttentionMask: inputs.some(({ name }) => name === 'attention_mask'),
		hasPositionIds: inputs.some(({ name }) => name === 'position_ids'),
		pastNames,
		presentNames,
		cacheType: past.type as 'float32' | 'float16',
		emptyCacheShape: cacheShape(past, config),
		vocabularySize: numericDimension(logits, 2)
	};
}
