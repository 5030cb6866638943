/** The one place that reads WebLLM's errors. They differ by `name`; some are bare, some are strings. */
import { AppError, isAbort, type ErrorCode } from '#core/errors.ts';

export type Phase = 'load' | 'run';

const CODE_BY_NAME: ReadonlyMap<string, ErrorCode> = new Map([
	['CompileError', 'model-invalid'],
	['ArtifactManifestError', 'model-invalid'],
	['AttentionSinkSizeError', 'model-invalid'],
	['MinValueError', 'model-invalid'],
	['MissingModelWasmError', 'model-invalid'],
	['SyntaxError', 'model-invalid'],
	['UnsupportedTokenizerFilesError', 'model-invalid'],
	['WindowSizeConfigurationError', 'model-invalid'],
	['WindowSizeSpecificationError', 'model-invalid'],
	['WebGPUNotAvailableError', 'webgpu-unavailable'],
	['WebGPUNotFoundError', 'webgpu-unavailable'],
	['FeatureSupportError', 'webgpu-unavailable'],
	['ShaderF16SupportError', 'webgpu-unavailable'],
	['GPUOutOfMemoryError', 'engine-out-of-memory']
]);

const MESSAGES: readonly (readonly [RegExp, ErrorCode])[] = [
	[/^Unable to find a compatible GPU/, 'webgpu-unavailable'],
	[/exceeds limit\. requested=/, 'webgpu-unavailable'],
	[/out of memory|allocation failed|\bOOM\b/i, 'engine-out-of-memory'],
	[/^Cannot fetch /, 'model-file-missing'],
	[/Cannot find (parameter|function)/i, 'model-invalid']
];

/**
 * A model library compiled for another version of the library's runtime: its imports do not fit. When
 * a whole module of them is missing, the browser throws a TypeError and not a LinkError.
 */
const FOREIGN_IMPORT = /^WebAssembly\.\w+\(\): Import #/;

/**
 * The library destroys the device itself when a buffer cannot be made; a driver that goes away is
 * reported as `unknown`.
 *
 * @param reason `GPUDeviceLostInfo.reason`, a colon and a message
 */
export function deviceLostError(reason: string): AppError {
	const code = reason.startsWith('destroyed') ? 'engine-out-of-memory' : 'device-lost';
	return new AppError(code, reason, { details: { reason } });
}

function describe(error: unknown): { name: string; message: string } {
	if (error instanceof Error) return { name: error.name, message: error.message };
	// `reload` may reject with a bare text when it is cancelled.
	return { name: '', message: String(error) };
}

function classify(error: unknown, name: string, message: string, phase: Phase): ErrorCode {
	const byName = phase === 'load' || name === 'GPUOutOfMemoryError' ? CODE_BY_NAME.get(name) : null;
	if (byName !== undefined && byName !== null) return byName;
	// The library has a class of this name too, for a setting out of its range: told by its message.
	if (error instanceof RangeError && /alloc|memory|length/i.test(message)) {
		return 'engine-out-of-memory';
	}
	return MESSAGES.find(([pattern]) => pattern.test(message))?.[1] ?? 'engine-failed';
}

/** @returns the error in the app's own words; an `AppError` passes through untouched */
export function translateWebLlmError(error: unknown, phase: Phase): AppError {
	if (error instanceof AppError) return error;
	if (isAbort(error)) return new AppError('aborted', 'cancelled', { cause: error });
	const { name, message } = describe(error);
	if (name === 'LinkError' || FOREIGN_IMPORT.test(message)) {
		const details = { reason: 'library-version', problem: message };
		return new AppError('model-invalid', message, { details, cause: error });
	}
	const details = { problem: message };
	return new AppError(classify(error, name, message, phase), message, { details, cause: error });
}
