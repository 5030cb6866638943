/** Whether runs are cells of one grid over one or two settings, and of which. */
import { canonicalJson } from '#core/run-file/canonical-json.ts';
import type { Run } from '#core/run-file/schema.ts';
import { AXIS_FIELDS, SWEEP_LIMITS } from '#core/sweep/axis-values.ts';
import { benchOf } from './bench-values.ts';
import { columnsOfRuns } from './comparison-link.ts';
import type { ModelState } from '../model/model-state.svelte.ts';
import type { SweepStart } from './sweep-plan.ts';

/** @returns what the grid was started from; null when the runs are none */
export function sweepOfRuns(runs: readonly Run[], model: ModelState): SweepStart | null {
	const bases = columnsOfRuns(runs, model).map(({ request, choice }) => benchOf(request, choice));
	const [first] = bases;
	if (first === undefined) return null;
	const axes = AXIS_FIELDS.map((field) => ({
		field,
		values: [...new Set(bases.map(({ values }) => values[field]))]
	})).filter(({ values }) => values.length > 1);
	const cells = axes.reduce((product, { values }) => product * values.length, 1);
	if (axes.length < 1 || axes.length > 2 || cells > SWEEP_LIMITS.cells) return null;
	const apart = Object.fromEntries(axes.map(({ field }) => [field, null]));
	const rest = new Set(
		bases.map(({ prompt, values }) => canonicalJson({ prompt, values: { ...values, ...apart } }))
	);
	if (rest.size > 1) return null;
	return {
		recipe: first,
		axes: axes.map(({ field, values }) => ({ field, text: values.join(', ') }))
	};
}
