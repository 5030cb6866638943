/** Weights that lie beside their graph: `model.onnx_data`, `model.onnx_data_1`, `model.onnx.data`. */
const DATA_ENDING = /^(?:_data(?:_(\d+))?|\.data)$/;

/** The number of a data file among those of the graph `weightsFile`; null for any other file. */
export function dataFileNumber(weightsFile: string, name: string): number | null {
	if (!name.startsWith(weightsFile)) return null;
	const match = DATA_ENDING.exec(name.slice(weightsFile.length));
	return match === null ? null : Number(match[1] ?? 0);
}
