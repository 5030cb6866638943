import { expect, test } from 'vitest';
import { scriptedModel } from '../../../tests/fixtures/scripted-model.ts';
import { exampleRun } from '../../../tests/fixtures/example-run.ts';
import { BENCH_DRAFT_SCHEMA } from './bench-draft-schema.ts';
import { BenchRecipe } from './bench-recipe.svelte.ts';
import { CompareState } from './compare-state.svelte.ts';
import { SweepState } from './sweep-state.svelte.ts';

function draft() {
	const model = scriptedModel({});
	const recipe = new BenchRecipe(model.defaultChoice);
	const parts = {
		model,
		recipe,
		makeRun: () => Promise.resolve(exampleRun()),
		keep: () => undefined
	};
	return {
		recipe: recipe.draft,
		compare: new CompareState(parts).draft,
		sweep: new SweepState({ ...parts, measuredRate: () => null }).draft
	};
}

test('a bench as it begins is read back as it was kept', async () => {
	const kept = structuredClone(draft());
	expect(await BENCH_DRAFT_SCHEMA['~standard'].validate(kept)).toEqual({
		typed: true,
		value: kept
	});
});

test('a value that is being typed is kept whatever its range; what is no number is not', async () => {
	const { recipe, ...rest } = draft();
	const withTopP = (top_p: unknown) => ({
		...rest,
		recipe: { ...recipe, values: { ...recipe.values, top_p } }
	});
	const read = (value: unknown) => BENCH_DRAFT_SCHEMA['~standard'].validate(value);
	expect(await read(withTopP(7))).not.toHaveProperty('issues');
	expect(await read(withTopP(Number.NaN))).toHaveProperty('issues');
	expect(await read(withTopP(Infinity))).toHaveProperty('issues');
	expect(await read(withTopP('7'))).toHaveProperty('issues');
});

test.each([
	['one column', (kept: ReturnType<typeof draft>) => kept.compare.columns.slice(0, 1)],
	['no columns', () => []]
])('a comparison of %s is refused', async (_what, columnsOf) => {
	const kept = draft();
	const value = { ...kept, compare: { ...kept.compare, columns: columnsOf(kept) } };
	expect(await BENCH_DRAFT_SCHEMA['~standard'].validate(value)).toHaveProperty('issues');
});

test('a grid over a setting that is unknown, or over three, is refused', async () => {
	const kept = draft();
	const withAxes = (axes: unknown) => ({ ...kept, sweep: { ...kept.sweep, axes } });
	const axis = { field: 'seed', text: '1' };
	const read = (value: unknown) => BENCH_DRAFT_SCHEMA['~standard'].validate(value);
	expect(await read(withAxes([axis]))).not.toHaveProperty('issues');
	expect(await read(withAxes([{ ...axis, field: 'colour' }]))).toHaveProperty('issues');
	expect(await read(withAxes([axis, axis, axis]))).toHaveProperty('issues');
});
