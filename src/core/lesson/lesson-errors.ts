/** The readers of run files say what is wrong in terms of runs; here it is said of lessons and answers. */
import { AppError, type ErrorCode } from '../errors.ts';

type Kind = 'lesson' | 'answers';

const CODES: Readonly<Record<Kind, Partial<Record<ErrorCode, ErrorCode>>>> = {
	lesson: {
		'run-too-large': 'lesson-too-large',
		'run-too-deep': 'lesson-too-large',
		'run-not-json': 'lesson-not-a-lesson',
		'run-not-a-run': 'lesson-not-a-lesson',
		'run-unknown-version': 'lesson-unknown-version',
		'run-field-invalid': 'lesson-field-invalid'
	},
	answers: {
		'run-too-large': 'answers-too-large',
		'run-too-deep': 'answers-too-large',
		'run-not-json': 'answers-not-answers',
		'run-not-a-run': 'answers-not-answers',
		'run-unknown-version': 'answers-unknown-version',
		'run-field-invalid': 'answers-field-invalid'
	}
};

/** @returns what `read` gives. @throws AppError of `kind` in place of one about run files */
export function readAs<T>(kind: Kind, read: () => T): T {
	try {
		return read();
	} catch (error) {
		if (!(error instanceof AppError)) throw error;
		const code = CODES[kind][error.code];
		if (code === undefined) throw error;
		throw new AppError(code, error.message, { details: error.details, cause: error });
	}
}
