import { expect, test, vi } from 'vitest';
import { exampleRun } from '../../../tests/fixtures/example-run.ts';
import { scriptedModel } from '../../../tests/fixtures/scripted-model.ts';
import type { Run } from '#core/run-file/schema.ts';
import type { PromptRequest } from '#protocol/generate-request.ts';
import type { GenerateResult } from '#protocol/worker-api.ts';
import { BenchRecipe } from './bench-recipe.svelte.ts';
import { CompareState } from './compare-state.svelte.ts';
import { SweepState } from './sweep-state.svelte.ts';

const dateOf = (prompt: PromptRequest | undefined) =>
	prompt?.mode === 'chat' ? prompt.date : undefined;

/** A bench on which every run takes an hour, and whose template asks for the date. */
function slowBench() {
	vi.useFakeTimers({ now: new Date(2026, 10, 30, 23, 30), toFake: ['Date'] });
	const asked: PromptRequest[] = [];
	const model = scriptedModel({
		generate: ({ prompt }) => {
			asked.push(prompt);
			vi.setSystemTime(Date.now() + 3_600_000);
			return Promise.resolve({} as GenerateResult);
		}
	});
	const makeRun = (): Promise<Run> => {
		const run = exampleRun();
		const date = dateOf(asked.at(-1));
		if (date === undefined || date === null) return Promise.resolve(run);
		return Promise.resolve({ ...run, request: { ...run.request, date } });
	};
	const recipe = new BenchRecipe(model.defaultChoice);
	recipe.edit({ mode: 'chat', message: 'What day is it?' });
	const parts = { model, makeRun, recipe, keep: () => undefined, measuredRate: () => null };
	return { asked, parts, dates: () => asked.map(dateOf) };
}

const FIRST = '2026-11-30T23:30:00';

test('columns are told one date, also one that is written again the next day', async () => {
	const { parts, dates } = slowBench();
	const compare = new CompareState(parts);
	await compare.run();
	await compare.run(compare.columns[1]);
	expect(dates()).toEqual([...compare.columns, 1].map(() => FIRST));
	// All of them anew: a new day.
	await compare.run();
	const [next = null] = dates().slice(-1);
	expect(next).toMatch(/^2026-12-01T/);
	expect(dates().slice(-compare.columns.length)).toEqual(compare.columns.map(() => next));
	vi.useRealTimers();
});

test('cells are told one date, also after a pause', async () => {
	const { parts, dates } = slowBench();
	const sweep = new SweepState(parts);
	sweep.removeAxis();
	const first = sweep.start();
	sweep.pause();
	await first;
	expect(sweep.openCount).toBeGreaterThan(0);
	await sweep.resume();
	expect(sweep.openCount).toBe(0);
	expect(dates()).toEqual(sweep.done.map(() => FIRST));
	vi.useRealTimers();
});

test('a date that was chosen stays, and a text to be completed has none', async () => {
	const { parts, asked, dates } = slowBench();
	const date = '2024-02-29T12:30:15';
	parts.recipe.edit({ date });
	const compare = new CompareState(parts);
	await compare.run();
	expect(new Set(dates())).toEqual(new Set([date]));
	parts.recipe.edit({ mode: 'completion', prompt: 'One day' });
	await compare.run();
	expect(asked.at(-1)).toEqual({ mode: 'completion', prompt: 'One day' });
	vi.useRealTimers();
});
