/** From a finished generation to a run file. */
import { parseRun } from './run-fields.ts';
import { runId } from './run-id.ts';
import type { AnyRun } from './any-run.ts';
import type { Run } from './schema.ts';

/**
 * Gives a run its id, after checking that it can be read again.
 *
 * @throws AppError `run-field-invalid` with `path` and `expected`, exactly as `readRun` would
 */
export function sealRun(unsealed: Omit<Run, 'id'>): Run {
	return parseRun({ ...unsealed, id: runId(unsealed) });
}

/** The run file's text: JSON, one tab deep, fields in the schema's order, a line end at the end. */
export function serializeRun(run: AnyRun): string {
	return `${JSON.stringify(run, null, '\t')}\n`;
}

/** A file name that sorts by time and names model and id: `2026-11-22-sprout-int8-1a2b3c4d.run.json`. */
export function runFileName(run: AnyRun): string {
	const model = `${run.model.name} ${run.model.quantization}`
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-|-$/g, '')
		.slice(0, 60);
	const id = run.id.slice('sha256:'.length, 'sha256:'.length + 8);
	return `${run.created.slice(0, 10)}-${model}-${id}.run.json`;
}
