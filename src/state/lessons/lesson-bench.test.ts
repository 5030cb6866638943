import { expect, test, vi } from 'vitest';
import { exampleRun } from '../../../tests/fixtures/example-run.ts';
import { scriptedModel } from '../../../tests/fixtures/scripted-model.ts';
import { AppError } from '#core/errors.ts';
import type { LessonRecipe } from '#core/lesson/activity-schema.ts';
import type { GenerateRequest } from '#protocol/generate-request.ts';
import type { GenerateResult } from '#protocol/worker-api.ts';
import { LessonBench } from './lesson-bench.svelte.ts';

const SPROUT = { name: 'Sprout', quantization: 'int8', backend: null } as never;

/** Three recipes whose columns end when the test says so. */
function threeColumns(isSeedShared: boolean) {
	const asked: GenerateRequest[] = [];
	const ends: ((error: AppError | null) => void)[] = [];
	const model = scriptedModel({
		generate: (request, signal) =>
			new Promise<GenerateResult>((resolve, reject) => {
				asked.push(request);
				ends.push((error) => (error === null ? resolve({} as GenerateResult) : reject(error)));
				signal.addEventListener('abort', () => reject(new AppError('aborted', '')));
			})
	});
	const recipes = ['a', 'b', 'c'].map((title): LessonRecipe => {
		const request = { ...exampleRun().request, seed: null };
		return { title, model: null, request };
	});
	let seed = 0;
	const bench = new LessonBench(recipes, SPROUT, {
		model,
		makeRun: () => Promise.resolve(exampleRun()),
		keep: () => Promise.resolve(),
		drawSeed: () => (seed++).toString(),
		isSeedShared
	});
	const begun = (count: number) => vi.waitFor(() => expect(asked).toHaveLength(count));
	const kinds = () => bench.columns.map(({ status }) => status.kind);
	return { bench, asked, ends, begun, kinds };
}

test('columns are written one after another, and one that fails keeps none of the others back', async () => {
	const { bench, ends, begun, kinds } = threeColumns(true);
	const writing = bench.write();
	await begun(1);
	expect(kinds()).toEqual(['writing', 'waiting', 'waiting']);
	ends[0]?.(null);
	await begun(2);
	ends[1]?.(new AppError('engine-failed', ''));
	await begun(3);
	ends[2]?.(null);
	await writing;
	expect(kinds()).toEqual(['done', 'failed', 'done']);
	expect(bench.isBusy).toBe(false);
});

test('what is stopped is empty, and so is what had not begun', async () => {
	const { bench, ends, begun, kinds } = threeColumns(true);
	const writing = bench.write();
	await begun(1);
	ends[0]?.(null);
	await begun(2);
	bench.stop();
	await writing;
	expect(kinds()).toEqual(['done', 'empty', 'empty']);
});

test.each([
	['the same noise', true, 1],
	['noise of its own', false, 3]
])('without a seed each column gets %s', async (_what, isSeedShared, count) => {
	const { bench, asked, ends, begun } = threeColumns(isSeedShared);
	const writing = bench.write();
	for (const column of [1, 2, 3]) {
		await begun(column);
		ends[column - 1]?.(null);
	}
	await writing;
	expect(new Set(asked.map(({ settings }) => settings.seed)).size).toBe(count);
});
