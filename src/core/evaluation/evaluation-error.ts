/** What is wrong in a file of an evaluation, and where. */
import { AppError } from '../errors.ts';

/**
 * @param path where: the line, from 1, and the field, e.g. `line 3: prompt_hash`
 * @param expected what should stand there
 */
export function evaluationError(path: string, expected: string, cause?: unknown): AppError {
	return new AppError('evaluation-field-invalid', `${path}: expected ${expected}`, {
		details: { path, expected },
		cause
	});
}
