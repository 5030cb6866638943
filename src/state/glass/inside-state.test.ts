import { expect, test } from 'vitest';
import { exampleRun } from '../../../tests/fixtures/example-run.ts';
import { LOADED, scriptedModel } from '../../../tests/fixtures/scripted-model.ts';
import type { LoadedModel } from '#protocol/worker-api.ts';
import { InsideState } from './inside-state.svelte.ts';

const run = exampleRun();
const other = { ...run, id: `sha256:${'1'.repeat(64)}` };
const settled = () => new Promise((resolve) => setTimeout(resolve));

test('a model that is no longer waited for does not end the wait for another one', async () => {
	const loads: ((loaded: LoadedModel) => void)[] = [];
	const model = scriptedModel({ load: () => new Promise((resolve) => loads.push(resolve)) });
	const inside = new InsideState(model);
	inside.show(run);
	const first = inside.loadItsModel();
	inside.show(other);
	const second = inside.loadItsModel();
	loads[0]?.(LOADED);
	await first;
	expect(inside.isBusy).toBe(true);
	loads[1]?.(LOADED);
	await second;
	await settled();
	expect(inside.isBusy).toBe(false);
	expect(inside.task.error).toBeNull();
});

test('an answer about a run that was left is dropped', async () => {
	const model = scriptedModel({ analyse: () => Promise.resolve({ tokens: [] } as never) });
	await model.load(model.defaultChoice);
	const inside = new InsideState(model);
	inside.show(run);
	const looking = inside.lookAttention();
	inside.show(other);
	await looking;
	expect(inside.attention).toBeNull();
	expect(inside.task.status.kind).toBe('idle');
	await inside.lookAttention();
	expect(inside.attention).not.toBeNull();
});
