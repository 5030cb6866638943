/**
 * How a decoder graph takes and gives its key-value cache. Read from the names, types and axes of its
 * inputs and outputs; the config is asked only for sizes that the graph leaves open.
 */
import type { InferenceSession } from 'onnxruntime-web';
import { firstSaid, headsOf, type ModelConfig } from './model-config.ts';
import { invalidGraph, isOpen, requireTensor, requireType, type Metadata } from './metadata.ts';

type TensorMetadata = InferenceSession.TensorValueMetadata;

export interface CacheTensor {
	/** The input that takes what was seen so far. */
	readonly pastName: string;
	/** The output that gives it for the next pass. */
	readonly presentName: string;
	readonly type: 'float32' | 'float16';
	/** Its shape before anything was seen: one axis is 0. */
	readonly emptyShape: readonly number[];
}

/**
 * `past_key_values.N.key` → `present.N.key` (most exports), `past_N` → `present_N` (key and value in
 * one tensor, as older GPT-2 exports have it), `past_key_values.N.key_value` (one tensor, other name).
 */
const PAST = /^past_key_values\.\d+\.(?:key|value|key_value)$|^past_\d+$/;

export function isPastName(name: string): boolean {
	return PAST.test(name);
}

function presentNameOf(pastName: string, outputs: Metadata): string {
	const names = pastName.startsWith('past_key_values')
		? ['present', 'present_key_values'].map((name) => pastName.replace('past_key_values', name))
		: [pastName.replace('past', 'present')];
	const found = names.find((name) => outputs.some((output) => output.name === name));
	if (found === undefined) throw invalidGraph(`the output "${names[0] ?? ''}" is missing`);
	return found;
}

type Axis = 'pair' | 'batch' | 'heads' | 'batch x heads' | 'past' | 'size';

/** What an axis is by its own name: exporters name most of them. */
function axisByName(name: string): Axis | null {
	if (/past|sequence|seq_len|total/i.test(name)) return 'past';
	const isBatch = /batch/i.test(name);
	if (isBatch) return /head/i.test(name) ? 'batch x heads' : 'batch';
	if (/dim|size|embed/i.test(name)) return 'size';
	return /head/i.test(name) ? 'heads' : null;
}

/** What an axis is by its place, where it has no name: the usual orders of three to five axes. */
function axesByPlace(past: TensorMetadata): readonly Axis[] {
	switch (past.shape.length) {
		case 3:
			// BLOOM turns its keys: [batch x heads, size, past]; values are [batch x heads, past, size].
			return past.name.endsWith('.key')
				? ['batch x heads', 'size', 'past']
				: ['batch x heads', 'past', 'size'];
		case 4:
			return ['batch', 'heads', 'past', 'size'];
		case 5:
			return ['pair', 'batch', 'heads', 'past', 'size'];
		default:
			throw invalidGraph(`"${past.name}" has ${past.shape.length} dimensions`);
	}
}

interface Sizes {
	readonly heads: number | undefined;
	readonly size: number | undefined;
}

function sizesOf(config: ModelConfig): Sizes {
	const queryHeads = headsOf(config);
	const width = firstSaid(config.hidden_size, config.n_embd, config.n_embed);
	const share = width === undefined || queryHeads === undefined ? NaN : width / queryHeads;
	const shared = config.multi_query === true ? 1 : queryHeads;
	return {
		heads: firstSaid(config.num_key_value_heads, shared),
		size: firstSaid(config.head_dim, Number.isInteger(share) ? share : null)
	};
}

function openAxisLength(axis: Axis, past: TensorMetadata, { heads, size }: Sizes): number {
	switch (axis) {
		case 'pair':
			return 2;
		case 'batch':
			return 1;
		case 'past':
			return 0;
		case 'size':
			if (size !== undefined) return size;
			throw invalidGraph(`nothing says how large the heads of "${past.name}" are`);
		case 'heads':
		case 'batch x heads':
			if (heads !== undefined) return heads;
			throw invalidGraph(`nothing says how many heads "${past.name}" has`);
	}
}

function emptyShape(past: TensorMetadata, sizes: Sizes): number[] {
	const byPlace = axesByPlace(past);
	const shape = past.shape.map((length, at) => {
		if (!isOpen(length)) return Number(length);
		const axis = (typeof length === 'string' ? axisByName(length) : null) ?? byPlace[at];
		return openAxisLength(axis ?? 'batch', past, sizes);
	});
	if (!shape.includes(0)) throw invalidGraph(`"${past.name}" has no axis that grows`);
	return shape;
}

/**
 * @returns one entry for each cache input, in the graph's order; none when the graph has no cache
 * @throws AppError `model-unsupported`, with what is missing in `details.problem`
 */
export function readCacheLayout(
	inputs: Metadata,
	outputs: Metadata,
	config: ModelConfig
): readonly CacheTensor[] {
	const sizes = sizesOf(config);
	return inputs
		.filter(({ name }) => isPastName(name))
		.map(({ name }) => {
			const past = requireTensor(inputs, 'input', name);
			requireType(past, 'float32', 'float16');
			const presentName = presentNameOf(name, outputs);
			requireType(requireTensor(outputs, 'output', presentName), past.type);
			return {
				pastName: name,
				presentName,
				type: past.type as CacheTensor['type'],
				emptyShape: emptyShape(past, sizes)
			};
		});
}
