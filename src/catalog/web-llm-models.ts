/** WebLLM's records as catalogue entries: what a record leaves to be read out of its name. */
import type { MlcModel, MlcWindows } from '#core/mlc-model.ts';
import { familyFacts, type FamilyFacts } from './model-families.ts';
import { realWeightsOf, type RealWeights } from './real-weights.ts';
import type { WebLlmRecord } from './web-llm-record.ts';

export interface WebLlmModel extends FamilyFacts {
	readonly kind: 'web-llm';
	/** The library's own id, e.g. `SmolLM2-360M-Instruct-q4f32_1-MLC`. */
	readonly id: string;
	/** Without precision and variant, e.g. `SmolLM2-360M-Instruct`. */
	readonly name: string;
	/** As the name says it; null when it does not. */
	readonly parameterCount: number | null;
	/** MLC's name for the precision, e.g. `q4f32_1`. */
	readonly quantization: string;
	readonly needsF16: boolean;
	/** The record of the same model that runs without 16-bit floats; null if missing. */
	readonly f32SiblingId: string | null;
	/** Estimated from the number of parameters; null when that is not known. */
	readonly estimatedDownloadBytes: number | null;
	/** What the library says it takes on the GPU, weights and KV cache, in MB (2^20 bytes). */
	readonly memoryMB: number;
	/** Made for small machines, says the library. */
	readonly lowResource: boolean;
	/** Tokens, prompt and output together. */
	readonly contextLength: number | null;
	/** The largest single buffer, where the library says it. */
	readonly bufferSizeBytes: number | null;
	readonly use: 'chat' | 'completion' | 'embedding';
	/** Real weights of its architecture that ran in this app; null when none did. */
	readonly realWeights: RealWeights | null;
	/** Where its page is. */
	readonly pageUrl: string;
	/** For the engine; the weights' address names no revision yet. */
	readonly mlc: MlcModel;
}

const EMBEDDING = 1;

/** Bits a weight uses in the files: scales and unquantized float32 are stored as bfloat16. */
const STORED_BITS: Readonly<Record<string, number>> = { q3: 3.6, q4: 4.5, q0: 16 };

/** `Name-q4f16_1-MLC-1k` → name, quantization, variant */
const ID = /^(?<name>.+)-(?<quantization>q\d+b?f\d+(?:_\d)?)-MLC(?<variant>-.+)?$/;
const SIZE = /(?:^|-)E?(\d+(?:[._]\d+)?)([bm])(?=-|$)/gi;

function parseId(id: string): { name: string; quantization: string; variant: string } {
	const { name = id, quantization = '', variant = '' } = ID.exec(id)?.groups ?? {};
	return { name, quantization, variant };
}

/** The last size in a name: `Hermes-2-Pro-Llama-3-8B` has 8 billion. */
function parameterCountOf(name: string): number | null {
	const [, digits, unit] = [...name.matchAll(SIZE)].at(-1) ?? [];
	if (digits === undefined || unit === undefined) return null;
	const count = Number(digits.replace('_', '.'));
	return Math.round(count * (unit.toLowerCase() === 'b' ? 1e9 : 1e6));
}

function downloadBytes(parameterCount: number | null, quantization: string): number | null {
	const bits = STORED_BITS[quantization.slice(0, 2)];
	if (parameterCount === null || bits === undefined) return null;
	return Math.round((parameterCount * bits) / 8);
}

function usesF16(quantization: string): boolean {
	// Only 30 records declare `shader-f16`; the precision's name tells it of all 86.
	return quantization.includes('f16');
}

/** The same precision in float32 first; else the one of the model that takes the least memory. */
function f32Sibling(record: WebLlmRecord, records: readonly WebLlmRecord[]): string | null {
	const { name, quantization, variant } = parseId(record.model_id);
	if (!usesF16(quantization)) return null;
	const siblings = records
		.map((candidate) => ({ ...parseId(candidate.model_id), record: candidate }))
		.filter((other) => other.name === name && !usesF16(other.quantization))
		.sort((a, b) => a.record.vram_required_MB - b.record.vram_required_MB);
	const wanted = quantization.replace('f16', 'f32');
	const sibling =
		siblings.find((other) => other.quantization === wanted && other.variant === variant) ??
		siblings[0];
	return sibling?.record.model_id ?? null;
}

function useOf(record: WebLlmRecord, name: string): WebLlmModel['use'] {
	if (record.model_type === EMBEDDING) return 'embedding';
	return name.includes('-Base') || /^phi-\d/.test(name) ? 'completion' : 'chat';
}

function windowsOf({ overrides }: WebLlmRecord): MlcWindows {
	return { ...overrides };
}

/** What a library was compiled for: `…/Qwen2-0.5B-Instruct-q4f32_1_cs1k-webgpu.wasm` serves its relatives, too. */
function libraryModel(url: string): string {
	const [file = ''] = url.split('/').slice(-1);
	return file.replace(/(-ctx\w+)?(_cs\w+)?-webgpu\.wasm$/, '');
}

function describe(record: WebLlmRecord, records: readonly WebLlmRecord[]): WebLlmModel {
	const { name, quantization } = parseId(record.model_id);
	const parameterCount = parameterCountOf(name);
	const needsF16 = usesF16(quantization);
	return {
		...familyFacts(name),
		kind: 'web-llm',
		id: record.model_id,
		name,
		parameterCount,
		quantization,
		needsF16,
		f32SiblingId: f32Sibling(record, records),
		estimatedDownloadBytes: downloadBytes(parameterCount, quantization),
		memoryMB: record.vram_required_MB,
		lowResource: record.low_resource_required ?? false,
		contextLength: record.overrides?.context_window_size ?? null,
		bufferSizeBytes: record.buffer_size_required_bytes ?? null,
		use: useOf(record, name),
		realWeights: realWeightsOf(record.model_id, libraryModel(record.model_lib)),
		pageUrl: record.model,
		mlc: {
			weightsUrl: `${record.model}/resolve/main/`,
			libraryUrl: record.model_lib,
			needsF16,
			windows: windowsOf(record),
			manifest: record.model_manifest ?? null
		}
	};
}

/** In the order of the list. */
export function webLlmModels(records: readonly WebLlmRecord[]): WebLlmModel[] {
	return records.map((record) => describe(record, records));
}

/** How many of the records come with open training data: the lesson of the catalogue. */
export function openDataShare(models: readonly WebLlmModel[]): { open: number; total: number } {
	const open = models.filter(hasOpenData).length;
	return { open, total: models.length };
}

export function hasOpenData({ openness }: Pick<WebLlmModel, 'openness'>): boolean {
	return openness['training-data'].assessment === 'open';
}
