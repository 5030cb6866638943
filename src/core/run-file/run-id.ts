/** The content's own name: whoever changes anything but the notes changes the id. */
import { sha256Text } from '../digest/sha256.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Run } from './schema.ts';

/**
 * SHA-256 of the RFC 8785 canonical JSON of the run without `id` and `notes`.
 *
 * @returns `sha256:<64 hex digits>`
 * @throws AppError `run-field-invalid` for what JSON cannot hold; see `canonicalJson`
 */
export function runId(run: Omit<Run, 'id' | 'notes'>): string {
	const content: Record<string, unknown> = { ...run };
	delete content['id'];
	delete content['notes'];
	return sha256Text(canonicalJson(content));
}
