/** Checks a folder or hub repository in the layout of ONNX models for the browser. */
import {
	fieldInvalid,
	FileList,
	isCount,
	isObject,
	type Checked,
	type JsonObject,
	type ListedFile
} from './custom-model.ts';
import { onnxVariants, type OnnxVariant } from './onnx-variants.ts';

const CONFIG = 'config.json';

export interface OnnxListing {
	readonly files: readonly ListedFile[];
	/** Parsed `config.json`; undefined when it is missing or no JSON. */
	readonly config: unknown;
}

export interface CustomOnnxModel {
	/** The architecture, e.g. `llama`. */
	readonly modelType: string;
	/** Null where the configuration sets no limit (ALiBi), or names it unusually. */
	readonly contextLength: number | null;
	readonly vocabularySize: number;
	/** Whether it fills gaps in a text instead of writing on (BERT). */
	readonly fillsMasks: boolean;
	/** The smallest first; those of unknown size last. */
	readonly variants: readonly OnnxVariant[];
}

const CONTEXT_FIELDS = [
	'max_position_embeddings',
	'n_positions',
	'n_ctx',
	'seq_length',
	'max_sequence_length'
];

function refuse(list: FileList, file: string, reason: string): void {
	list.problems.push({ code: 'unsupported', file, reason });
}

/** What is there in place of a graph that can write on. */
function checkWeights(list: FileList, variants: readonly OnnxVariant[]): void {
	if (variants.length > 0) return;
	const onnx = list.names.filter((name) => name.endsWith('.onnx'));
	const withoutCache = onnx.find((name) =>
		/(^|\/)decoder(_with_past)?_model[^/]*\.onnx$/.test(name)
	);
	if (onnx.some((name) => /(^|\/)encoder_model/.test(name))) {
		refuse(list, 'onnx/encoder_model.onnx', 'one half of an encoder and a decoder');
	} else if (withoutCache !== undefined) {
		refuse(list, withoutCache, 'a decoder in two halves; the merged one is needed');
	} else {
		list.require('onnx/model.onnx', onnx.length > 0 ? onnx : ['model.safetensors']);
	}
}

/** A variant that lacks data is left out; when all of them do, that is what is wrong. */
function withoutGaps(list: FileList, variants: readonly OnnxVariant[]): readonly OnnxVariant[] {
	const whole = variants.filter(({ missing }) => missing.length === 0);
	if (whole.length === 0) {
		for (const file of variants.flatMap(({ missing }) => missing)) list.require(file);
	}
	return whole;
}

function architectures(config: JsonObject): string[] {
	const { architectures: names } = config;
	return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}

function checkArchitecture(list: FileList, config: JsonObject): void {
	if (config['is_encoder_decoder'] === true) {
		refuse(list, CONFIG, 'an encoder and a decoder; only decoders write on');
	} else if (isObject(config['vision_config']) || isObject(config['audio_config'])) {
		refuse(list, CONFIG, 'a model of pictures or sounds');
	} else if (architectures(config).some((name) => /For(Sequence|Token|Image|Audio)/.test(name))) {
		refuse(list, CONFIG, 'a classifier: it labels texts and writes none');
	}
}

function readConfig(list: FileList, content: unknown) {
	const config = list.object(CONFIG, content);
	if (config === null) return null;
	const { model_type: modelType, vocab_size: vocabularySize } = config;
	checkArchitecture(list, config);
	if (typeof modelType !== 'string') {
		list.problems.push(fieldInvalid(CONFIG, 'model_type', 'the name of the architecture'));
	}
	if (!isCount(vocabularySize)) {
		list.problems.push(fieldInvalid(CONFIG, 'vocab_size', 'a number above 0'));
	}
	if (typeof modelType !== 'string' || !isCount(vocabularySize)) return null;
	return {
		modelType,
		vocabularySize,
		contextLength: CONTEXT_FIELDS.map((field) => config[field]).find(isCount) ?? null,
		fillsMasks: architectures(config).some((name) => name.endsWith('ForMaskedLM'))
	};
}

/** Everything that is wrong, not only the first thing. */
export function checkOnnxModel(listing: OnnxListing): Checked<CustomOnnxModel> {
	const list = new FileList(listing.files);
	list.require(CONFIG, ['mlc-chat-config.json']);
	list.require('tokenizer.json', ['tokenizer.model', 'vocab.json']);
	list.require('tokenizer_config.json');
	const config = readConfig(list, listing.config);
	const all = onnxVariants(listing.files, isObject(listing.config) ? listing.config : {});
	checkWeights(list, all);
	const variants = withoutGaps(list, all);
	return list.finish(config === null ? null : { ...config, variants });
}
