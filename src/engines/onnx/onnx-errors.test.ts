import { expect, test } from 'vitest';
import { AppError } from '#core/errors.ts';
import { translateOrtError } from './onnx-errors.ts';

// As ONNX Runtime Web 1.30 words them.
const PARSE = new Error(
	"Can't create a session. ERROR_CODE: 7, ERROR_MESSAGE: Failed to load model because protobuf parsing failed."
);
const OUT_OF_MEMORY = new Error(
	'failed to call OrtRun(). ERROR_CODE: 6, ERROR_MESSAGE: std::bad_alloc'
);
const BAD_INDEX = new Error(
	'failed to call OrtRun(). ERROR_CODE: 2, ERROR_MESSAGE: indices element out of data bounds'
);

test('a file that is no model is an invalid model', () => {
	expect(translateOrtError(PARSE, 'load')).toMatchObject({ code: 'model-invalid', cause: PARSE });
});

test('running out of memory is told apart from other failures', () => {
	expect(translateOrtError(OUT_OF_MEMORY, 'run').code).toBe('engine-out-of-memory');
	expect(translateOrtError(new RangeError('Array buffer allocation failed'), 'load').code).toBe(
		'engine-out-of-memory'
	);
	const noHeap = new Error(
		'no available backend found. ERR: [wasm] RangeError: WebAssembly.Memory(): could not allocate memory'
	);
	expect(translateOrtError(noHeap, 'load').code).toBe('engine-out-of-memory');
	expect(translateOrtError(BAD_INDEX, 'run').code).toBe('engine-failed');
});

test("the app's own errors pass through", () => {
	const error = new AppError('device-lost', 'gone');
	expect(translateOrtError(error, 'run')).toBe(error);
});

test('an operator that the runtime lacks is named', () => {
	const message = (text: string) =>
		new Error(`Can't create a session. ERROR_CODE: 1, ERROR_MESSAGE: ${text}`);
	const operators = [
		'No Op registered for Softmix with domain_version of 17',
		'Fatal error: com.microsoft:MatMulNBitz(-1) is not a registered function/op',
		"Could not find an implementation for GatherBlockQuantized(1) node with name 'embed'"
	].map((text) => translateOrtError(message(text), 'load'));
	expect(operators.map(({ code }) => code)).toEqual(Array(3).fill('model-operator-missing'));
	expect(operators.map(({ details }) => details['operator'])).toEqual([
		'Softmix',
		'com.microsoft:MatMulNBitz',
		'GatherBlockQuantized'
	]);
});
