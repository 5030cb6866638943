/** Everything that can go wrong, by name. The sentences a person reads stand in `words/errors/`. */
export type ErrorCode =
	// what the user gave us
	| 'prompt-empty'
	| 'prompt-too-long'
	| 'text-too-long'
	| 'sentence-too-long'
	| 'mask-missing'
	| 'settings-invalid'
	| 'template-failed'
	| 'control-token-spelled'
	// run files
	| 'run-too-large'
	| 'run-too-deep'
	| 'run-not-json'
	| 'run-not-a-run'
	| 'run-unknown-version'
	| 'run-field-invalid'
	| 'run-id-mismatch'
	// lessons and answers to them
	| 'lesson-too-large'
	| 'lesson-not-a-lesson'
	| 'lesson-unknown-version'
	| 'lesson-field-invalid'
	| 'lesson-missing'
	| 'lesson-unreachable'
	| 'markdown-too-large'
	| 'markdown-too-slow'
	| 'answers-too-large'
	| 'answers-not-answers'
	| 'answers-unknown-version'
	| 'answers-field-invalid'
	// tasks and files of an evaluation
	| 'task-refused'
	| 'evaluation-too-large'
	| 'evaluation-field-invalid'
	// links
	| 'link-malformed'
	| 'link-too-large'
	| 'link-unknown-version'
	// models
	| 'model-unreachable'
	| 'model-file-missing'
	| 'model-digest-mismatch'
	| 'model-invalid'
	| 'model-unsupported'
	| 'model-operator-missing'
	| 'model-needs-f16'
	| 'model-vocabulary-mismatch'
	| 'model-data-mismatch'
	| 'model-unknown'
	| 'model-wrong-task'
	// downloads and packs
	| 'offline'
	| 'model-cors-blocked'
	| 'model-access-denied'
	| 'model-rate-limited'
	| 'model-stalled'
	| 'stalled'
	| 'model-not-a-file'
	| 'model-file-lost'
	| 'pack-invalid'
	// engines and the worker
	| 'webgpu-unavailable'
	| 'device-lost'
	| 'engine-out-of-memory'
	| 'engine-failed'
	| 'internals-unavailable'
	| 'worker-crashed'
	| 'worker-timeout'
	| 'busy'
	| 'aborted'
	// storage
	| 'storage-denied'
	| 'storage-full'
	| 'storage-blocked'
	| 'storage-failed'
	| 'run-damaged'
	// nothing else fits
	| 'unexpected';

/** Facts for the sentence and for a bug report; plain data, so that it clones between threads. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

/** The one error class of the app. `message` is for developers; people read the code's sentence. */
export class AppError extends Error {
	override readonly name = 'AppError';
	readonly code: ErrorCode;
	readonly details: ErrorDetails;

	constructor(
		code: ErrorCode,
		message: string,
		options: { details?: ErrorDetails; cause?: unknown } = {}
	) {
		super(message, options.cause === undefined ? undefined : { cause: options.cause });
		this.code = code;
		this.details = options.details ?? {};
	}
}

/** A setting, or another part of a request, that cannot be used. @param allowed e.g. `0 to 1` */
export function settingInvalid(field: string, allowed: string): AppError {
	return new AppError('settings-invalid', `${field} must be ${allowed}`, {
		details: { field, allowed }
	});
}

/** True for the one error that is never shown: the user, or a newer request, called the work off. */
export function isAbort(error: unknown): boolean {
	return (
		(error instanceof AppError && error.code === 'aborted') ||
		(error instanceof DOMException && error.name === 'AbortError')
	);
}

/** Gives every thrown thing the app's own shape; an `AppError` passes through untouched. */
export function toAppError(error: unknown): AppError {
	if (error instanceof AppError) return error;
	if (isAbort(error)) return new AppError('aborted', 'aborted', { cause: error });
	const message = error instanceof Error ? error.message : String(error);
	return new AppError('unexpected', message, { cause: error });
}
