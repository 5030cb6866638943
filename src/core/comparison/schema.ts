/**
 * The comparison file, version 1: whole runs side by side, two columns or a grid of many. This is its
 * only definition; `public/schema/comparison-1.schema.json` is derived from it.
 */
import * as v from 'valibot';

import { runSchema } from '../run-file/schema.ts';

export const COMPARISON_TYPE = 'glasshouse.comparison';
export const COMPARISON_VERSION = 1;

/** Beyond the limits of a run file, which hold for the whole comparison. */
export const COMPARISON_LIMITS = { runs: 256 } as const;

const { created, app, notes } = runSchema.entries;

function comparisonOf<Item extends v.GenericSchema>(run: Item) {
	return v.strictObject({
		type: v.literal(COMPARISON_TYPE),
		version: v.literal(COMPARISON_VERSION),
		created,
		app,
		notes,
		runs: v.pipe(v.array(run), v.minLength(1), v.maxLength(COMPARISON_LIMITS.runs))
	});
}

export const comparisonSchema = comparisonOf(runSchema);
/** Everything but the runs, which are read one by one: each has a version of its own. */
export const comparisonHead = comparisonOf(v.unknown());

export type Comparison = v.InferOutput<typeof comparisonSchema>;
