import { expect, test } from 'vitest';
import { exampleRun } from '../../../tests/fixtures/example-run.ts';
import { LOADED, scriptedModel } from '../../../tests/fixtures/scripted-model.ts';
import type { LoadedModel } from '#protocol/worker-api.ts';
import { LookInside } from './look-inside.svelte.ts';
import { RunInsight } from './run-insight.svelte.ts';

const run = exampleRun();
const read = { tokens: [{ id: 1, text: 'A', score: null }], kept: null };

test('a look that was cancelled does not end the one that follows', async () => {
	const loads: ((loaded: LoadedModel) => void)[] = [];
	const model = scriptedModel({
		load: () => new Promise((resolve) => loads.push(resolve)),
		analyse: () => Promise.resolve(read as never)
	});
	const look = new LookInside(model);
	const insight = new RunInsight();
	const first = look.look(run, insight);
	look.stop();
	const second = look.look(run, insight);
	loads[0]?.(LOADED);
	await first;
	expect(look.isBusy).toBe(true);
	loads[1]?.(LOADED);
	await second;
	expect(look.isBusy).toBe(false);
	expect(insight.promptTokens).toEqual(read.tokens);
});

test('what a model says of a run after the reader has left is dropped', async () => {
	const model = scriptedModel({ analyse: () => Promise.resolve(read as never) });
	await model.load(model.defaultChoice);
	const look = new LookInside(model);
	const insight = new RunInsight();
	const looking = look.look(run, insight);
	await Promise.resolve();
	look.stop();
	await looking;
	expect(insight.promptTokens).toBeNull();
	expect(look.task.status.kind).toBe('idle');
});
