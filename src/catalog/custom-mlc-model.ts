/** Checks a folder or hub repository in MLC's layout. */
import { knownBytes } from '#core/total-bytes.ts';
import {
	fieldInvalid,
	FileList,
	isCount,
	isObject,
	type Checked,
	type JsonObject,
	type ListedFile,
	type ModelProblem
} from './custom-model.ts';

const CONFIG = 'mlc-chat-config.json';
const SHARD_LIST = 'tensor-cache.json';
/** The list's name before WebLLM 0.2.80. */
const OLD_SHARD_LIST = 'ndarray-cache.json';

export interface MlcListing {
	readonly files: readonly ListedFile[];
	/** Parsed `mlc-chat-config.json`; undefined when it is missing or no JSON. */
	readonly config: unknown;
	/** Parsed `tensor-cache.json`; likewise. */
	readonly shardList: unknown;
	/** Given apart from the folder; null when it should be one of the files. */
	readonly libraryUrl: string | null;
}

export interface CustomMlcModel {
	/** MLC's name of the architecture, e.g. `llama`; null when the configuration does not say. */
	readonly modelType: string | null;
	readonly quantization: string;
	readonly needsF16: boolean;
	readonly contextLength: number;
	readonly vocabularySize: number;
	readonly shardNames: readonly string[];
	readonly weightsBytes: number;
	/** The file that is the compiled model library; null when it comes from its own address. */
	readonly libraryFile: string | null;
}

interface Shard {
	readonly name: string;
	readonly sizeBytes: number;
}

function readShards(list: FileList, content: unknown): Shard[] {
	const object = list.object(SHARD_LIST, content);
	if (object === null) return [];
	const { records } = object;
	if (!Array.isArray(records) || records.length === 0) {
		list.problems.push(fieldInvalid(SHARD_LIST, 'records', 'a list of shards'));
		return [];
	}
	return records.flatMap((record: unknown, index) => {
		const { dataPath, nbytes } = isObject(record) ? record : {};
		if (typeof dataPath === 'string' && isCount(nbytes))
			return { name: dataPath, sizeBytes: nbytes };
		list.problems.push(fieldInvalid(SHARD_LIST, `records[${index}]`, 'dataPath and nbytes'));
		return [];
	});
}

function checkTemplate(template: unknown): ModelProblem[] {
	if (!isObject(template)) return [fieldInvalid(CONFIG, 'conv_template', 'an object')];
	const { roles, seps } = template;
	const problems: ModelProblem[] = [];
	if (
		!isObject(roles) ||
		typeof roles['user'] !== 'string' ||
		typeof roles['assistant'] !== 'string'
	) {
		problems.push(fieldInvalid(CONFIG, 'conv_template.roles', 'user and assistant'));
	}
	if (!Array.isArray(seps) || seps.length === 0) {
		problems.push(fieldInvalid(CONFIG, 'conv_template.seps', 'at least one separator'));
	}
	return problems;
}

function contextLengthOf(config: JsonObject): number | null {
	const sizes = [config['sliding_window_size'], config['context_window_size']];
	return sizes.find(isCount) ?? null;
}

/** What the configuration says, when it says enough. */
function readConfig(list: FileList, content: unknown) {
	const config = list.object(CONFIG, content);
	if (config === null) return null;
	const { vocab_size: vocabularySize, quantization, model_type: modelType } = config;
	const contextLength = contextLengthOf(config);
	if (!isCount(vocabularySize)) {
		list.problems.push(fieldInvalid(CONFIG, 'vocab_size', 'a number above 0'));
	}
	if (contextLength === null) {
		list.problems.push(fieldInvalid(CONFIG, 'context_window_size', 'a number above 0'));
	}
	list.problems.push(...checkTemplate(config['conv_template']));
	if (!isCount(vocabularySize) || contextLength === null) return null;
	return {
		vocabularySize,
		contextLength,
		quantization: typeof quantization === 'string' ? quantization : 'unknown',
		modelType: typeof modelType === 'string' ? modelType : null
	};
}

/** @returns the library among the files, or null when it has its own address */
function findLibrary(list: FileList, libraryUrl: string | null): string | null {
	if (libraryUrl !== null) return null;
	const libraries = list.names.filter((name) => name.endsWith('.wasm'));
	const [library = null] = libraries.includes('model_lib.wasm') ? ['model_lib.wasm'] : libraries;
	if (library === null) list.require('model_lib.wasm');
	if (libraries.length > 1 && library !== 'model_lib.wasm') {
		const reason = `several model libraries: ${libraries.join(', ')}`;
		list.problems.push({ code: 'unsupported', file: libraries[0] ?? '', reason });
	}
	return library;
}

/** Everything that is wrong, not only the first thing. */
export function checkMlcModel(listing: MlcListing): Checked<CustomMlcModel> {
	const list = new FileList(listing.files);
	list.require(CONFIG, ['config.json']);
	list.require('tokenizer.json', ['tokenizer.model']);
	list.require(SHARD_LIST, [OLD_SHARD_LIST]);
	const config = readConfig(list, listing.config);
	const shards = readShards(list, listing.shardList);
	for (const { name, sizeBytes } of shards) list.requireSize(name, sizeBytes);
	const libraryFile = findLibrary(list, listing.libraryUrl);
	if (config === null) return list.finish<CustomMlcModel>(null);
	return list.finish({
		...config,
		needsF16: config.quantization.includes('f16'),
		shardNames: shards.map(({ name }) => name),
		weightsBytes: knownBytes(shards),
		libraryFile
	});
}
