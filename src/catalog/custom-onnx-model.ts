/** Checks a folder or hub repository in the layout of ONNX models for the browser. */
import {
	fieldInvalid,
	FileList,
	isCount,
	type Checked,
	type JsonObject,
	type ListedFile
} from './custom-model.ts';

const CONFIG = 'config.json';

export interface OnnxListing {
	readonly files: readonly ListedFile[];
	/** Parsed `config.json`; undefined when it is missing or no JSON. */
	readonly config: unknown;
}

export interface OnnxVariant {
	/** Short name of the precision, e.g. `int8`. */
	readonly id: string;
	readonly weightsFile: string;
	readonly sizeBytes: number | null;
}

export interface CustomOnnxModel {
	/** The architecture, e.g. `llama`. */
	readonly modelType: string;
	readonly contextLength: number;
	readonly vocabularySize: number;
	/** The smallest first; those of unknown size last. */
	readonly variants: readonly OnnxVariant[];
}

/** `model` alone is float32; `quantized` is what exporters call 8 bits. */
const PRECISIONS: Readonly<Record<string, string>> = { '': 'fp32', _quantized: 'int8' };
const WEIGHTS = /^(?:onnx\/)?(?:decoder_)?model(?:_merged)?(_[a-z0-9]+)?\.onnx$/;

/** Short name of a weights file's precision; null for other files. */
export function onnxPrecision(fileName: string): string | null {
	const match = WEIGHTS.exec(fileName);
	if (match === null) return null;
	const suffix = match[1] ?? '';
	return PRECISIONS[suffix] ?? suffix.slice(1);
}

function readVariants(list: FileList, files: readonly ListedFile[]): OnnxVariant[] {
	const variants = files.flatMap(({ name, sizeBytes }) => {
		const id = onnxPrecision(name);
		if (id === null) return [];
		// Weights beside the graph need a second file that the engine is not handed.
		if (list.names.some((other) => other.startsWith(`${name}_data`))) {
			return [];
		}
		return { id, weightsFile: name, sizeBytes };
	});
	return variants.sort((a, b) => (a.sizeBytes ?? Infinity) - (b.sizeBytes ?? Infinity) || 0);
}

function checkWeights(list: FileList, variants: readonly OnnxVariant[]): void {
	if (variants.length > 0) return;
	const split = list.names.find((name) => /\.onnx_data(_\d+)?$/.test(name));
	if (split !== undefined) {
		const reason = 'weights in a file of their own';
		list.problems.push({ code: 'unsupported', file: split, reason });
		return;
	}
	const other = list.names.find((name) => name.endsWith('.onnx'));
	list.require('onnx/model.onnx', other === undefined ? ['model.safetensors'] : [other]);
}

function firstCount(config: JsonObject, fields: readonly string[]): number | null {
	return fields.map((field) => config[field]).find(isCount) ?? null;
}

function readConfig(list: FileList, content: unknown) {
	const config = list.object(CONFIG, content);
	if (config === null) return null;
	const { model_type: modelType, vocab_size: vocabularySize } = config;
	const contextLength = firstCount(config, ['max_position_embeddings', 'n_positions', 'n_ctx']);
	if (config['is_encoder_decoder'] === true) {
		const reason = 'an encoder and a decoder; only decoders write on';
		list.problems.push({ code: 'unsupported', file: CONFIG, reason });
	}
	if (typeof modelType !== 'string') {
		list.problems.push(fieldInvalid(CONFIG, 'model_type', 'the name of the architecture'));
	}
	if (!isCount(vocabularySize)) {
		list.problems.push(fieldInvalid(CONFIG, 'vocab_size', 'a number above 0'));
	}
	if (contextLength === null) {
		list.problems.push(fieldInvalid(CONFIG, 'max_position_embeddings', 'a number above 0'));
	}
	if (typeof modelType !== 'string' || !isCount(vocabularySize) || contextLength === null)
		return null;
	return { modelType, vocabularySize, contextLength };
}

/** Everything that is wrong, not only the first thing. */
export function checkOnnxModel(listing: OnnxListing): Checked<CustomOnnxModel> {
	const list = new FileList(listing.files);
	list.require(CONFIG, ['mlc-chat-config.json']);
	list.require('tokenizer.json', ['tokenizer.model', 'vocab.json']);
	list.require('tokenizer_config.json');
	const config = readConfig(list, listing.config);
	const variants = readVariants(list, listing.files);
	checkWeights(list, variants);
	return list.finish(config === null ? null : { ...config, variants });
}
