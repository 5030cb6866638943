/** What the runtime is handed as a model: a graph, and the files that its weights lie in. */
import { AppError } from '#core/errors.ts';
import type { AnyModelFile } from '../engine.ts';
import { byteSource, mountable } from './graph/byte-source.ts';
import { scanModel, type ModelFacts } from './graph/scan-model.ts';

export interface WeightParts {
	readonly graph: Uint8Array<ArrayBuffer>;
	/** By the names that the graph knows them by. */
	readonly externalData: readonly { readonly path: string; readonly data: Uint8Array }[];
	readonly facts: ModelFacts;
}

function sizeOf(file: AnyModelFile): number {
	return 'blob' in file ? file.blob.size : file.bytes.length;
}

function dataFile(
	files: readonly AnyModelFile[],
	weightsFile: string,
	{ location, neededBytes }: { readonly location: string; readonly neededBytes: number }
): AnyModelFile {
	const name = weightsFile.slice(0, weightsFile.lastIndexOf('/') + 1) + location;
	const file = files.find((candidate) => candidate.name === name);
	if (file === undefined) {
		throw new AppError('model-file-missing', `the weights lie in ${name}, which is missing`, {
			details: { file: name }
		});
	}
	if (sizeOf(file) >= neededBytes) return file;
	throw new AppError('model-data-mismatch', `${name} is too short`, {
		details: { file: name, actualBytes: sizeOf(file), expectedBytes: neededBytes }
	});
}

/**
 * @param weights the graph's file, one of `files`
 * @throws AppError `model-invalid`, `model-file-missing`, `model-data-mismatch` (details: file,
 *   actualBytes, expectedBytes)
 */
export function weightParts(files: readonly AnyModelFile[], weights: AnyModelFile): WeightParts {
	const facts = scanModel(byteSource(weights));
	const externalData = [...facts.dataFiles].map(([location, neededBytes]) => ({
		path: location,
		data: mountable(dataFile(files, weights.name, { location, neededBytes }))
	}));
	if (!('blob' in weights)) return { graph: weights.bytes, externalData, facts };
	const path = weights.name.slice(weights.name.lastIndexOf('/') + 1);
	return {
		graph: facts.slim(path),
		externalData: [...externalData, { path, data: mountable(weights) }],
		facts
	};
}
