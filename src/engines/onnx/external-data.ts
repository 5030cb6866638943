/** Weights that lie beside the graph: `model.onnx_data`, `model.onnx_data_1` and so on. */
import type { InferenceSession } from 'onnxruntime-web';
import type { ModelFile } from '../engine.ts';

const DATA_ENDING = /^(?:_data(?:_\d+)?|\.data)$/;

/** The data files of one graph, under the names that the graph knows them by: without their folder. */
export function externalData(
	files: readonly ModelFile[],
	weightsFile: string
): NonNullable<InferenceSession.SessionOptions['externalData']> {
	return files
		.filter(
			({ name }) => name.startsWith(weightsFile) && DATA_ENDING.test(name.slice(weightsFile.length))
		)
		.map(({ name, bytes }) => ({ path: name.slice(name.lastIndexOf('/') + 1), data: bytes }));
}
