import { expect, test } from 'vitest';
import { AppError } from '#core/errors.ts';
import { deviceLostError, translateWebLlmError } from './web-llm-errors.ts';

function named(name: string, message = ''): Error {
	return Object.assign(new Error(message), { name });
}

test.each([
	[new WebAssembly.LinkError('import object field'), 'model-invalid'],
	[new WebAssembly.CompileError('magic'), 'model-invalid'],
	[named('WebGPUNotAvailableError'), 'webgpu-unavailable'],
	[named('ShaderF16SupportError'), 'webgpu-unavailable'],
	[named('UnsupportedTokenizerFilesError'), 'model-invalid'],
	[new Error('Unable to find a compatible GPU. This issue'), 'webgpu-unavailable'],
	[
		new Error(
			'Cannot initialize runtime because of requested maxBufferSize exceeds limit. requested=1'
		),
		'webgpu-unavailable'
	],
	[new RangeError('Array buffer allocation failed'), 'engine-out-of-memory'],
	[
		new Error('Cannot fetch https://model.invalid/resolve/here/params_shard_3.bin'),
		'model-file-missing'
	],
	[new Error('Cannot find parameter lm_head.weight'), 'model-invalid'],
	[new DOMException('off', 'AbortError'), 'aborted'],
	['Engine.unload() is called.', 'engine-failed'],
	[new Error('something else'), 'engine-failed']
])('%s is %s while loading', (error, code) => {
	expect(translateWebLlmError(error, 'load').code).toBe(code);
});

test('while running, no name stands for a bad model', () => {
	expect(translateWebLlmError(named('SyntaxError'), 'run').code).toBe('engine-failed');
});

test('an error of the app passes through', () => {
	const error = new AppError('busy', 'x');
	expect(translateWebLlmError(error, 'run')).toBe(error);
});

test('a device that the library destroyed itself ran out of memory', () => {
	expect(deviceLostError('destroyed').code).toBe('engine-out-of-memory');
	expect(deviceLostError('unknown: reset').code).toBe('device-lost');
});
