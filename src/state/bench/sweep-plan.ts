/** The grid of a sweep: which runs it takes. */
import { settingInvalid } from '#core/errors.ts';
import type { Run } from '#core/run-file/schema.ts';
import {
	parseAxisValues,
	SWEEP_LIMITS,
	type AxisField,
	type AxisValue
} from '#core/sweep/axis-values.ts';
import type { BenchRecipeDraft } from './bench-recipe.svelte.ts';
import { jobKey, jobOf, type Job } from './bench-values.ts';
import type { ModelState } from '../model/model-state.svelte.ts';

/** One setting that is varied, and its values as typed: a list, ranges, or both. */
export interface SweepAxis {
	readonly field: AxisField;
	readonly text: string;
}

export interface SweepCell {
	/** One value for each axis. */
	readonly values: readonly AxisValue[];
	readonly job: Job;
	readonly key: string;
}

/** A grid, as it was when it was started. */
export interface SweepPlan {
	readonly fields: readonly AxisField[];
	/** Rows, and columns where there are two axes. */
	readonly values: readonly (readonly AxisValue[])[];
	/** Row by row. */
	readonly cells: readonly SweepCell[];
}

/** All that decides a grid. */
export interface SweepStart {
	readonly recipe: BenchRecipeDraft;
	readonly axes: readonly SweepAxis[];
}

/** @throws AppError `settings-invalid` */
export function planOf({ recipe, axes }: SweepStart, model: ModelState): SweepPlan {
	const values = axes.map(({ field, text }) => parseAxisValues(field, text));
	const fields = axes.map(({ field }) => field);
	if (new Set(fields).size < fields.length) throw settingInvalid('axes', 'two different settings');
	const count = values.reduce((product, { length }) => product * length, 1);
	if (count > SWEEP_LIMITS.cells) {
		const most = SWEEP_LIMITS.cells.toString();
		throw settingInvalid('grid', `at most ${most} runs; this is ${count.toString()}`);
	}
	const cells = combinations(values).map((own) => {
		const changed = Object.fromEntries(fields.map((field, i) => [field, own[i]]));
		const job = jobOf(recipe.prompt, { ...recipe.values, ...changed }, model);
		return { values: own, job, key: jobKey(job) };
	});
	return { fields, values, cells };
}

/**
 * Which cell of a grid a run belongs to, by the settings that differ in it.
 *
 * @returns the keys of cells, with their runs
 */
export function cellsOfRuns(plan: SweepPlan, runs: readonly Run[]): [key: string, run: Run][] {
	const keys = new Map(plan.cells.map(({ values, key }) => [JSON.stringify(values), key]));
	return runs.flatMap((run) => {
		const key = keys.get(JSON.stringify(plan.fields.map((field) => run.request[field])));
		return key === undefined ? [] : [[key, run] as [string, Run]];
	});
}

function combinations(values: readonly (readonly AxisValue[])[]): AxisValue[][] {
	return values.reduce<AxisValue[][]>(
		(before, axis) => before.flatMap((own) => axis.map((value) => [...own, value])),
		[[]]
	);
}

/** Equal for grids of the same runs. */
export function gridKey({ cells }: SweepPlan): string {
	return cells.map(({ key }) => key).join('\n');
}
