/** From a finished generation to a run file. */
import { parseRun } from './run-fields.ts';
import { runId } from './run-id.ts';
import type { Run } from './schema.ts';

/**
 * Gives a run its id, after checking that it can be read again.
 *
 * @throws AppError `run-field-invalid` with `path` and `expected`, exactly as `readRun` would
 */
export function sealRun(unsealed: Omit<Run, 'id'>): Run {
	return parseRun({ ...unsealed, id: runId(unsealed) });
}
