import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, test, vi } from 'vitest';

import { AppError } from '#core/errors.ts';
import type { Run } from '#core/run-file/schema.ts';
import { sealRun } from '#core/run-file/seal-run.ts';
import { openRunStore, type RunStore } from '#storage/run-store.ts';

import { unsealedRun } from '../../../tests/fixtures/example-run.ts';
import { ToastState } from '../page/toast-state.svelte.ts';
import { RunsState } from './runs-state.svelte.ts';

function runWithSeed(seed: string): Run {
	const unsealed = unsealedRun();
	return sealRun({ ...unsealed, request: { ...unsealed.request, seed } });
}

const FIRST = runWithSeed('1');
const SECOND = runWithSeed('2');

let toasts: ToastState;
let runs: RunsState;

const idsWaiting = () => runs.due.waiting.map(({ id }) => id);

/** As another tab finds it. */
async function keptIds(): Promise<string[]> {
	const store = await openRunStore(() => undefined);
	const list = await store.list();
	await store.close();
	return list.map(({ id }) => id).sort();
}

/** Writes of these runs, or all, fail as on a full disk. @returns makes room */
function fillDisk(...ids: readonly string[]): () => void {
	// Applied to its own object below.
	// oxlint-disable-next-line typescript/unbound-method
	const put = IDBObjectStore.prototype.put;
	const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
		this: IDBObjectStore,
		...args: Parameters<typeof put>
	) {
		if (ids.length > 0 && !ids.some((id) => id === args[1])) return put.apply(this, args);
		throw new DOMException('full', 'QuotaExceededError');
	});
	return () => full.mockRestore();
}

beforeEach(() => {
	vi.restoreAllMocks();
	vi.unstubAllGlobals();
	vi.stubGlobal('indexedDB', new IDBFactory());
	toasts = new ToastState();
	runs = new RunsState(toasts, {
		read: () => Promise.reject(new Error('reads no files')),
		inspect: () => Promise.resolve(null)
	});
});

describe('a run that was written', () => {
	it('is shown as kept when its transaction is complete, and not before', async () => {
		await runs.start(openRunStore);
		const onComplete = vi.fn(() => [runs.isKeeping(FIRST.id), runs.has(FIRST.id)]);
		// Applied to its own object below.
		// oxlint-disable-next-line typescript/unbound-method
		const begin = IDBDatabase.prototype.transaction;
		const begun = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
			this: IDBDatabase,
			...args: Parameters<typeof begin>
		) {
			const transaction = begin.apply(this, args);
			if (args[1] === 'readwrite') transaction.addEventListener('complete', onComplete);
			return transaction;
		});
		const keeping = runs.keep(FIRST);
		expect(runs.isKeeping(FIRST.id)).toBe(true);
		await keeping;
		expect(begun.mock.calls[0]?.slice(1)).toEqual(['readwrite', { durability: 'strict' }]);
		expect(onComplete).toHaveReturnedWith([true, false]);
		expect([runs.isKeeping(FIRST.id), runs.has(FIRST.id)]).toEqual([false, true]);
	});

	it('waits while the disk is full, and is kept as soon as another one can be', async () => {
		await runs.start(openRunStore);
		const makeRoom = fillDisk();
		await runs.keep(FIRST);
		expect(runs.trouble?.code).toBe('storage-full');
		expect([idsWaiting(), runs.isKeeping(FIRST.id)]).toEqual([[FIRST.id], false]);
		expect(await runs.get(FIRST.id)).toEqual(FIRST);
		makeRoom();
		await runs.keep(SECOND);
		expect(await keptIds()).toEqual([FIRST.id, SECOND.id].sort());
		expect([idsWaiting(), runs.trouble]).toEqual([[], null]);
	});

	it('waits on while there is room for others only: the trouble stays', async () => {
		await runs.start(openRunStore);
		fillDisk(FIRST.id);
		await runs.keep(FIRST);
		await runs.keep(SECOND);
		expect(await keptIds()).toEqual([SECOND.id]);
		expect([idsWaiting(), runs.trouble?.code]).toEqual([[FIRST.id], 'storage-full']);
	});

	it('is kept when an older run is deleted to make room', async () => {
		await runs.start(openRunStore);
		await runs.keep(FIRST);
		const makeRoom = fillDisk();
		await runs.keep(SECOND);
		makeRoom();
		await runs.remove(FIRST.id);
		expect(await keptIds()).toEqual([SECOND.id]);
		expect(runs.has(SECOND.id)).toBe(true);
	});

	it('is kept once a store that could not be opened opens after all', async () => {
		const broken = new AppError('storage-failed', 'corrupt');
		const open = vi.fn(openRunStore).mockRejectedValueOnce(broken).mockRejectedValueOnce(broken);
		await runs.start(open);
		expect([runs.isReady, runs.trouble?.code]).toEqual([true, 'storage-failed']);
		await runs.keep(FIRST);
		expect(idsWaiting()).toEqual([FIRST.id]);
		await runs.keepWaiting();
		expect(await keptIds()).toEqual([FIRST.id]);
		expect(runs.trouble).toBeNull();
	});

	it('is being kept for as long as another tab blocks the store, and is kept then', async () => {
		let open: (store: RunStore) => void = () => undefined;
		const starting = runs.start((onInterrupted) => {
			onInterrupted(new AppError('storage-blocked', 'an older tab'));
			return new Promise((resolve) => (open = resolve));
		});
		const keeping = runs.keep(FIRST);
		expect([runs.trouble?.code, runs.isKeeping(FIRST.id)]).toEqual(['storage-blocked', true]);
		open(await openRunStore(() => undefined));
		await Promise.all([starting, keeping]);
		expect(await keptIds()).toEqual([FIRST.id]);
		expect(runs.trouble).toBeNull();
	});
});

test('a run that another tab has deleted before is gone here too, and that is no trouble', async () => {
	await runs.start(openRunStore);
	await runs.keep(FIRST);
	const other = await openRunStore(() => undefined);
	await other.remove(FIRST.id);
	await other.close();
	await runs.remove(FIRST.id);
	expect([runs.has(FIRST.id), runs.trouble, toasts.toasts]).toEqual([false, null, []]);
});

describe('a deletion that is taken back', () => {
	it('leaves the run waiting, title and star with it, when the disk is full by then', async () => {
		await runs.start(openRunStore);
		await runs.keep(FIRST);
		await runs.rename(FIRST.id, 'Mine');
		await runs.star(FIRST.id, true);
		await runs.remove(FIRST.id);
		const makeRoom = fillDisk();
		toasts.toasts.at(-1)?.action?.run();
		await vi.waitFor(() => expect(idsWaiting()).toEqual([FIRST.id]));
		expect(await keptIds()).toEqual([]);
		makeRoom();
		await runs.keepWaiting();
		expect(runs.summaries).toMatchObject([{ id: FIRST.id, title: 'Mine', starred: true }]);
		expect(await keptIds()).toEqual([FIRST.id]);
	});
});
