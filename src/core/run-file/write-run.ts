/** From a run to its file. Apart from sealing, which needs the whole reader: the first screen can do without that. */
import type { AnyRun } from './any-run.ts';

/** The run file's text: JSON, one tab deep, fields in the schema's order, a line end at the end. */
export function serializeRun(run: AnyRun): string {
	return `${JSON.stringify(run, null, '\t')}\n`;
}

/**
 * A file name that sorts by time and names model and id: `2026-11-22-sprout-int8-1a2b3c4d.run.json`.
 *
 * @param name what this app calls the model and its precision; null where it does not know the files:
 *   what the run calls them is its sender's word
 */
export function runFileName(run: AnyRun, name: string | null): string {
	const model = (name ?? `model ${run.model.digest.slice('sha256:'.length, 'sha256:'.length + 8)}`)
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-|-$/g, '')
		.slice(0, 60);
	const id = run.id.slice('sha256:'.length, 'sha256:'.length + 8);
	return `${run.created.slice(0, 10)}-${model}-${id}.run.json`;
}
