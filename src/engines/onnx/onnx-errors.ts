/** The one place that reads ONNX Runtime's messages: it throws plain errors with a code in the text. */
import { AppError, type ErrorCode } from '#core/errors.ts';

/** `OrtErrorCode`; @see https://onnxruntime.ai/docs/api/c/group___global.html */
const ORT_RUNTIME_EXCEPTION = 6;
const ORT_MODEL_FAULTS: ReadonlySet<number> = new Set([
	1, // fail: the model's operators or types do not fit together
	2, // invalid argument
	7, // invalid protobuf: corrupt, cut short, or no model at all
	9, // not implemented: an operator that this build lacks
	10 // invalid graph
]);

function ortErrorCode(message: string): number | null {
	const digits = /ERROR_CODE: (\d+)/.exec(message)?.[1];
	return digits === undefined ? null : Number(digits);
}

function isOutOfMemory(error: unknown, message: string, code: number | null): boolean {
	if (error instanceof RangeError) return true;
	if (code === ORT_RUNTIME_EXCEPTION) return message.includes('bad_alloc');
	return /failed to allocate a buffer|could not allocate memory|out of memory|\bOOM\b/i.test(
		message
	);
}

function classify(error: unknown, message: string, phase: 'load' | 'run'): ErrorCode {
	const code = ortErrorCode(message);
	if (isOutOfMemory(error, message, code)) return 'engine-out-of-memory';
	if (phase === 'load' && code !== null && ORT_MODEL_FAULTS.has(code)) return 'model-invalid';
	return 'engine-failed';
}

/** The runtime names an operator that it does not know, or that the backend has no code for. */
function missingOperator(message: string): string | null {
	const named = /(?:implementation for|Fatal error:|No Op registered for) ([\w.:]+)[( ]/.exec(
		message
	);
	return named?.[1] ?? null;
}

/** @returns the error in the app's own words; an `AppError` passes through untouched */
export function translateOrtError(error: unknown, phase: 'load' | 'run'): AppError {
	if (error instanceof AppError) return error;
	const message = error instanceof Error ? error.message : String(error);
	const operator = missingOperator(message);
	if (operator !== null) {
		return new AppError('model-operator-missing', message, { details: { operator }, cause: error });
	}
	return new AppError(classify(error, message, phase), message, { cause: error });
}
