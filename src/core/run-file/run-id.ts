/** The content's own name: anyone who changes anything but the notes changes the id. */
import { sha256Text } from '../digest/sha256.ts';
import { AppError } from '../errors.ts';
import { canonicalJson } from './canonical-json.ts';

/**
 * SHA-256 of the RFC 8785 canonical JSON of the run without `id` and `notes`.
 *
 * @param run a run of any kind
 * @returns `sha256:<64 hex digits>`
 * @throws AppError `run-field-invalid` for what JSON cannot hold; see `canonicalJson`
 */
export function runId(run: object): string {
	const content: Record<string, unknown> = { ...run };
	delete content['id'];
	delete content['notes'];
	return sha256Text(canonicalJson(content));
}

/** @throws AppError `run-id-mismatch` (`expected`: what the content has, `actual`: what the file says) */
export function checkId(run: { readonly id: string }): void {
	const expected = runId(run);
	if (run.id === expected) return;
	throw new AppError('run-id-mismatch', 'the content was changed after it was sealed', {
		details: { expected, actual: run.id }
	});
}
