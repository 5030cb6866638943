import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { Run } from '#core/run-file/schema.ts';
import { sealRun } from '#core/run-file/seal-run.ts';
import { openRunStore } from '#storage/run-store.ts';

import { unsealedRun } from '../../../tests/fixtures/example-run.ts';
import { ToastState } from '../page/toast-state.svelte.ts';
import { deleteMany } from './delete-many.ts';
import { RunsState } from './runs-state.svelte.ts';

function runWithSeed(seed: number): Run {
	const unsealed = unsealedRun();
	return sealRun({ ...unsealed, request: { ...unsealed.request, seed: String(seed) } });
}

const RUNS = Array.from({ length: 210 }, (_, seed) => runWithSeed(seed));
const IDS = RUNS.map(({ id }) => id).sort();

let toasts: ToastState;
let runs: RunsState;

async function openTab(): Promise<RunsState> {
	const tab = new RunsState(new ToastState(), {
		read: () => Promise.reject(new Error('reads no files')),
		inspect: () => Promise.resolve(null)
	});
	await tab.start(openRunStore);
	return tab;
}

const idsIn = ({ summaries }: RunsState): string[] => summaries.map(({ id }) => id).sort();

/** What is really on the disk. */
async function idsOnDisk(): Promise<string[]> {
	const database = await new Promise<IDBDatabase>((resolve) => {
		const opening = indexedDB.open('glasshouse-runs');
		opening.onsuccess = () => resolve(opening.result);
	});
	const keys = await new Promise<IDBValidKey[]>((resolve) => {
		const asking = database.transaction('runs').objectStore('runs').getAllKeys();
		asking.onsuccess = () => resolve(asking.result);
	});
	database.close();
	return keys.map(String).sort();
}

function undo(): void {
	toasts.toasts[0]?.action?.run();
}

beforeEach(async () => {
	vi.stubGlobal('indexedDB', new IDBFactory());
	toasts = new ToastState();
	runs = await openTab();
	for (const run of RUNS) await runs.keep(run);
});

afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

describe('many runs that are deleted together', () => {
	test('leave the list at once, and come back at once as they were', async () => {
		const before = [...runs.summaries];
		await deleteMany(runs, toasts, IDS.slice(0, 205));
		expect(idsIn(runs)).toEqual(IDS.slice(205));
		expect(toasts.toasts[0]?.text).toBe('205 runs deleted.');
		undo();
		await expect.poll(() => runs.summaries.length).toBe(IDS.length);
		expect(runs.summaries).toEqual(before);
		const first = before.find(({ id }) => IDS.slice(0, 205).includes(id));
		await expect.poll(() => runs.returned).toBe(first?.id);
		expect(await runs.getText(IDS[0] ?? '')).not.toBeNull();
	});

	test('are gone from the disk once they can no longer be taken back', async () => {
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
		await deleteMany(runs, toasts, IDS.slice(0, 205));
		expect(await idsOnDisk()).toEqual(IDS);
		vi.advanceTimersByTime(10_000);
		vi.useRealTimers();
		await expect.poll(idsOnDisk).toEqual(IDS.slice(205));
		expect(idsIn(await openTab())).toEqual(IDS.slice(205));
	});

	test('stay deleted when the tab is closed, and the next one erases them', async () => {
		await deleteMany(runs, toasts, IDS.slice(0, 205));
		expect(idsIn(await openTab())).toEqual(IDS.slice(205));
		expect(await idsOnDisk()).toEqual(IDS);
		vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 120_000);
		await openTab();
		await expect.poll(idsOnDisk).toEqual(IDS.slice(205));
		vi.restoreAllMocks();
	});

	test('do not take a run with them that was kept again meanwhile', async () => {
		const again = RUNS[0];
		if (again === undefined) throw new Error('no run');
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
		await deleteMany(runs, toasts, IDS);
		await runs.keep(again);
		expect(idsIn(runs)).toEqual([again.id]);
		vi.advanceTimersByTime(10_000);
		vi.useRealTimers();
		await expect.poll(idsOnDisk).toEqual([again.id]);
	});

	test('go and come back in other tabs, too', async () => {
		const other = await openTab();
		await deleteMany(runs, toasts, IDS.slice(0, 205));
		await expect.poll(() => idsIn(other)).toEqual(IDS.slice(205));
		undo();
		await expect.poll(() => idsIn(other)).toEqual(IDS);
	});
});

test('a run of a lesson is left out of the list until it is asked for, and a branch names its stem', async () => {
	const [first, second, third] = [1001, 1002, 1003].map(runWithSeed);
	if (first === undefined || second === undefined || third === undefined) throw new Error('no run');
	await runs.keep(first, undefined, { lesson: true });
	await runs.keep(second, undefined, { branchOf: first.id });
	await runs.keep(third);
	const found = runs.found.map(({ id }) => id);
	expect(found).not.toContain(first.id);
	expect(found).toContain(second.id);
	runs.withLessons = true;
	expect(runs.found.map(({ id }) => id)).toContain(first.id);
	const next = await openTab();
	const row = next.summaries.find(({ id }) => id === second.id);
	expect(row?.from).toEqual({ branchOf: first.id });
	await next.rename(second.id, 'named');
	expect(next.summaries.find(({ id }) => id === second.id)?.from).toEqual({ branchOf: first.id });
});
