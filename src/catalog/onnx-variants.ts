/** Which weights files an ONNX repository or folder has, by the hub's names for precisions. */
import { dataFileNumber } from '#core/onnx-data-file.ts';
import { isObject, type JsonObject, type ListedFile } from './custom-model.ts';

export interface OnnxVariant {
	/** The hub's name of the precision, e.g. `q4`. */
	readonly id: string;
	readonly weightsFile: string;
	/** Weights beside the graph, in the order of their numbers. */
	readonly dataFiles: readonly string[];
	/** Of the graph and its data files; null when the server does not say. */
	readonly sizeBytes: number | null;
	/** Data files that the model's configuration speaks of and that are not there. */
	readonly missing: readonly string[];
}

/** Endings of weights files, by transformers.js; others (`_q2f16`) are taken as they are. */
const PRECISION_BY_ENDING: Readonly<Record<string, string>> = { '': 'fp32', _quantized: 'q8' };
/** The best first: the others stand for the same weights in an older layout. */
const STEMS = ['model', 'model_merged', 'decoder_model_merged', 'decoder_model'] as const;
const WEIGHTS =
	/^(onnx\/)?(decoder_model_merged|decoder_model|model_merged|model)(_[a-z0-9]+)?\.onnx$/;

interface WeightsName {
	readonly id: string;
	readonly rank: number;
}

function parseName(fileName: string): WeightsName | null {
	const [, folder, stem, ending = ''] = WEIGHTS.exec(fileName) ?? [];
	if (stem === undefined) return null;
	const rank = STEMS.indexOf(stem as (typeof STEMS)[number]) * 2 + (folder === undefined ? 1 : 0);
	return { id: PRECISION_BY_ENDING[ending] ?? ending.slice(1), rank };
}

/** A decoder beside whose other half lies cannot go on from what it has read. */
function isHalf(fileName: string, names: ReadonlySet<string>): boolean {
	const otherHalf = fileName.replace(/decoder_model(?!_merged)/, 'decoder_with_past_model');
	return otherHalf !== fileName && names.has(otherHalf);
}

/** Short name of a weights file's precision; null for other files. */
export function onnxPrecision(fileName: string): string | null {
	return parseName(fileName)?.id ?? null;
}

/** How many data files the configuration promises: a number, or true for one; by file or for all. */
function promisedDataFiles(config: JsonObject, weightsFile: string): number {
	const settings = config['transformers.js_config'];
	const promised = isObject(settings) ? settings['use_external_data_format'] : undefined;
	const file = weightsFile.slice(weightsFile.lastIndexOf('/') + 1);
	const own = isObject(promised)
		? (promised[file] ?? promised[file.split('.')[0] ?? ''])
		: promised;
	if (own === true) return 1;
	return typeof own === 'number' && Number.isSafeInteger(own) && own > 0 && own < 1000 ? own : 0;
}

function sum(sizes: readonly (number | null)[]): number | null {
	return sizes.reduce<number | null>(
		(total, size) => (total === null || size === null ? null : total + size),
		0
	);
}

function describe(
	id: string,
	weightsFile: string,
	files: readonly ListedFile[],
	config: JsonObject
): OnnxVariant {
	const data = files
		.flatMap((file) => {
			const number = dataFileNumber(weightsFile, file.name);
			return number === null ? [] : { ...file, number };
		})
		.sort((a, b) => a.number - b.number);
	const there = new Set(data.map(({ name }) => name));
	const wanted = Array.from({ length: promisedDataFiles(config, weightsFile) }, (_, i) =>
		i === 0 ? `${weightsFile}_data` : `${weightsFile}_data_${i}`
	);
	const graph = files.find(({ name }) => name === weightsFile);
	return {
		id,
		weightsFile,
		dataFiles: [...there],
		sizeBytes: sum([graph?.sizeBytes ?? null, ...data.map(({ sizeBytes }) => sizeBytes)]),
		missing: wanted.filter((name) => !there.has(name) && !there.has(`${weightsFile}.data`))
	};
}

/**
 * One variant for each precision; of several files of one precision, the newer layout's.
 *
 * @param config parsed `config.json`
 * @returns the smallest first, those of unknown size last
 */
export function onnxVariants(files: readonly ListedFile[], config: JsonObject): OnnxVariant[] {
	const names = new Set(files.map(({ name }) => name));
	const best = new Map<string, { name: string; rank: number }>();
	for (const { name } of files) {
		const parsed = parseName(name);
		if (parsed === null || isHalf(name, names)) continue;
		const known = best.get(parsed.id);
		if (known === undefined || parsed.rank < known.rank) {
			best.set(parsed.id, { name, rank: parsed.rank });
		}
	}
	return [...best]
		.map(([id, { name }]) => describe(id, name, files, config))
		.sort((a, b) => (a.sizeBytes ?? Infinity) - (b.sizeBytes ?? Infinity) || 0);
}
