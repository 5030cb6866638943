import { expect, test, vi } from 'vitest';
import { exampleRun } from '../../../tests/fixtures/example-run.ts';
import { scriptedModel } from '../../../tests/fixtures/scripted-model.ts';
import { AppError } from '#core/errors.ts';
import type { GenerateResult } from '#protocol/worker-api.ts';
import { BenchRecipe } from './bench-recipe.svelte.ts';
import { SweepState } from './sweep-state.svelte.ts';

/** A grid of three seeds whose cells end when the test says so. */
function grid() {
	const cells: { end: () => void; fail: (error: AppError) => void }[] = [];
	const model = scriptedModel({
		generate: (_request, signal) =>
			new Promise<GenerateResult>((resolve, reject) => {
				cells.push({ end: () => resolve({} as GenerateResult), fail: reject });
				signal.addEventListener('abort', () => reject(new AppError('aborted', '')));
			})
	});
	const keep = vi.fn();
	const sweep = new SweepState({
		model,
		makeRun: () => Promise.resolve(exampleRun()),
		recipe: new BenchRecipe(model.defaultChoice),
		keep,
		measuredRate: () => null
	});
	sweep.removeAxis();
	const begun = (count: number) => vi.waitFor(() => expect(cells).toHaveLength(count));
	return { sweep, cells, keep, begun };
}

test('pausing lets the cell under way come to its end, and the grid continues with the next one', async () => {
	const { sweep, cells, keep, begun } = grid();
	const first = sweep.start();
	await begun(1);
	sweep.pause();
	expect(sweep.isPausing).toBe(true);
	cells[0]?.end();
	await first;
	expect([sweep.isRunning, sweep.isPausing, sweep.openCount]).toEqual([false, false, 2]);
	const rest = sweep.resume();
	await begun(2);
	expect(sweep.isPausing).toBe(false);
	cells[1]?.end();
	await begun(3);
	cells[2]?.end();
	await rest;
	expect(sweep.openCount).toBe(0);
	expect(keep).toHaveBeenCalledTimes(3);
});

test('stopping drops the cell under way and is no error', async () => {
	const { sweep, cells, begun } = grid();
	const running = sweep.start();
	await begun(1);
	cells[0]?.end();
	await begun(2);
	sweep.stop();
	await running;
	expect(sweep.error).toBeNull();
	expect(sweep.done).toHaveLength(1);
});

test('a cell that fails brings the grid to a halt, which can be dismissed and gone on from', async () => {
	const { sweep, cells, begun } = grid();
	const running = sweep.start();
	await begun(1);
	cells[0]?.fail(new AppError('engine-failed', ''));
	await running;
	expect(sweep.error?.code).toBe('engine-failed');
	sweep.dismiss();
	expect(sweep.error).toBeNull();
	expect(sweep.openCount).toBe(3);
});
