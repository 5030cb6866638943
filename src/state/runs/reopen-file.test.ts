import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';

import { readRunFile } from '#core/comparison/read-comparison.ts';
import { comparisonOfRuns } from '#core/comparison/write-comparison.ts';
import { inspectRunFile } from '#core/run-file/inspect-file.ts';
import { BenchStore } from '#storage/bench-store.ts';
import { openRunStore } from '#storage/run-store.ts';
import { SessionFiles } from '#storage/session-files.ts';

import { exampleRun } from '../../../tests/fixtures/example-run.ts';
import { ToastState } from '../page/toast-state.svelte.ts';
import { rememberFile, reopenComparison, reopenRefused, reopenRun } from './reopen-file.ts';
import { RunsState } from './runs-state.svelte.ts';

const run = exampleRun();
const sound = JSON.stringify(run);
const altered = JSON.stringify({ ...run, created: '2020-01-01T00:00:00.000Z' });

/** The tab's own storage, with room for as many characters. */
function storageOf(room: number): Storage {
	const items = new Map<string, string>();
	return {
		getItem: (key: string) => items.get(key) ?? null,
		setItem: (key: string, value: string) => {
			if (value.length > room) throw new DOMException('full', 'QuotaExceededError');
			items.set(key, value);
		}
	} as unknown as Storage;
}

/** The page after it was loaded, for the first time or again. */
async function loadPage(): Promise<RunsState> {
	const text = (source: Blob | string) => (typeof source === 'string' ? source : source.text());
	const runs = new RunsState(new ToastState(), {
		read: async (source) => readRunFile(await text(source)),
		inspect: async (source) => inspectRunFile(await text(source))
	});
	await runs.start(openRunStore);
	return runs;
}

async function open(runs: RunsState, source: Blob | string): Promise<boolean> {
	return rememberFile(source, await runs.openFile(source));
}

beforeEach(() => {
	vi.unstubAllGlobals();
	vi.stubGlobal('indexedDB', new IDBFactory());
	vi.stubGlobal('sessionStorage', storageOf(1_000_000));
});

test('a run from a file is in reach after a reload, and still not kept', async () => {
	expect(await open(await loadPage(), new File([sound], 'mine.run.json'))).toBe(true);
	const runs = await loadPage();
	await runs.open(run.id);
	expect(runs.opened.kind).toBe('missing');
	await reopenRun(runs, run.id);
	await runs.open(run.id);
	expect(runs.opened).toMatchObject({ kind: 'open', kept: false, stored: { run: { id: run.id } } });
});

test('a file that was refused keeps its name, its reason and what could be read of it', async () => {
	await open(await loadPage(), new File(['Dear reader,'], 'letter.txt'));
	await open(await loadPage(), new File([altered], 'evidence.run.json'));
	const runs = await loadPage();
	expect(await reopenRefused(runs)).toBe(true);
	expect(runs.refused).toMatchObject({
		name: 'evidence.run.json',
		error: { code: 'run-id-mismatch' },
		altered: { statedId: run.id }
	});
});

test('a comparison from a file is open again', async () => {
	const made = { created: run.created, app: run.app, title: 'Two' };
	const file = JSON.stringify(comparisonOfRuns([run], made));
	await open(await loadPage(), file);
	const runs = await loadPage();
	expect(await reopenComparison(runs)).toBe(true);
	expect(runs.comparison?.notes.title).toBe('Two');
});

test('a run of the bench that is not kept is found there', async () => {
	await new BenchStore().put(run);
	const runs = await loadPage();
	await reopenRun(runs, run.id);
	expect(await runs.get(run.id)).toEqual(run);
});

test('older files make room, and what has no room at all is told', async () => {
	vi.stubGlobal('sessionStorage', storageOf(sound.length * 2));
	const runs = await loadPage();
	await open(runs, altered);
	expect(await open(runs, sound)).toBe(true);
	expect(new SessionFiles(sessionStorage).all()).toHaveLength(1);
	expect(await rememberFile('x'.repeat(sound.length * 2), null)).toBe(false);
	expect(await rememberFile(new Blob([new Uint8Array([0xff, 0xfe])]), null)).toBe(false);
});

test('a tab without storage, or with something else in it, has no files', async () => {
	expect(new SessionFiles(null).all()).toEqual([]);
	sessionStorage.setItem('glasshouse-opened-files', '{"name":1}');
	expect(await reopenRefused(await loadPage())).toBe(false);
	sessionStorage.setItem('glasshouse-opened-files', '{');
	expect(new SessionFiles(sessionStorage).all()).toEqual([]);
});
