import { expect, test } from 'vitest';

import { dataFileNumber } from './onnx-data-file.ts';

test.each([
	['onnx/model.onnx_data', 0],
	['onnx/model.onnx.data', 0],
	['onnx/model.onnx_data_1', 1],
	['onnx/model.onnx_data_12', 12]
])('%s is data file %i of its graph', (name, number) => {
	expect(dataFileNumber('onnx/model.onnx', name)).toBe(number);
});

test.each([
	'onnx/model.onnx',
	'onnx/model_q4.onnx_data',
	'model.onnx_data',
	'onnx/model.onnx_data_',
	'onnx/model.onnx_data_x',
	'onnx/model.onnx_data_1x',
	'onnx/model.onnx_data.bak',
	'onnx/model.onnx.data.bak',
	'onnx/model.onnx-data',
	'onnx/model.onnx.x.data',
	'onnx/model.onnxXdata'
])('%s is no data file of the graph onnx/model.onnx', (name) => {
	expect(dataFileNumber('onnx/model.onnx', name)).toBeNull();
});
