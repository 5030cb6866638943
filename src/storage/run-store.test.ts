import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { AppError } from '#core/errors.ts';
import type { Run } from '#core/run-file/schema.ts';
import { sealRun } from '#core/run-file/seal-run.ts';

import { exampleFillMaskRun } from '../../tests/fixtures/example-fill-mask-run.ts';
import { exampleRun, unsealedRun } from '../../tests/fixtures/example-run.ts';
import { readStoredRun } from './read-stored-run.ts';
import { RUN_DATABASE } from './run-database.ts';
import { openRunStore } from './run-store.ts';
import { summarize } from './run-summary.ts';
import type { HistoryChange, RunStore } from './run-store.ts';

function runWithSeed(seed: string): Run {
	const unsealed = unsealedRun();
	return sealRun({ ...unsealed, request: { ...unsealed.request, seed } });
}

let store: RunStore;

beforeEach(async () => {
	vi.unstubAllGlobals();
	vi.stubGlobal('indexedDB', new IDBFactory());
	store = await openRunStore(() => undefined);
});

describe('keeping runs', () => {
	it('gives back what was put, with the title of its notes', async () => {
		const run = exampleRun();
		const stored = await store.put(run);
		expect(stored).toMatchObject({ run, title: 'A fox', starred: false });
		expect(await store.get(run.id)).toEqual(stored);
		expect(await store.get('sha256:none')).toBeUndefined();
	});

	it('lists summaries, newest first', async () => {
		vi.useFakeTimers({ toFake: ['Date'] });
		for (const [i, seed] of ['1', '2', '3'].entries()) {
			vi.setSystemTime(Date.UTC(2026, 10, 22, 8, i));
			await store.put(runWithSeed(seed), `run ${seed}`);
		}
		vi.useRealTimers();
		const list = await store.list();
		expect(list.map(({ title }) => title)).toEqual(['run 3', 'run 2', 'run 1']);
		expect(list[2]).toEqual({
			seed: '1',
			temperature: 0.8,
			id: runWithSeed('1').id,
			title: 'run 1',
			isOwnTitle: true,
			starred: false,
			savedAt: '2026-11-22T08:00:00.000Z',
			created: '2026-11-22T08:00:00.000Z',
			modelName: 'Sprout',
			modelDigest: runWithSeed('1').model.digest,
			quantization: 'int8',
			promptStart: 'Tell me a story.',
			textStart: 'A fox',
			outputTokens: 3
		});
	});

	it('lists more runs than one piece holds, each once', async () => {
		const run = exampleRun();
		const writing: Promise<unknown>[] = [];
		for (let i = 0; i < 510; i++) writing.push(store.put({ ...run, id: `sha256:${i}` }));
		await Promise.all(writing);
		const ids = (await store.list()).map(({ id }) => id);
		expect(new Set(ids).size).toBe(510);
		expect(ids).toHaveLength(510);
	});

	it('tells each change, here and in other tabs', async () => {
		const told: HistoryChange[] = [];
		const toldElsewhere: HistoryChange[] = [];
		const here = await openRunStore(
			() => undefined,
			(change) => told.push(change)
		);
		const other = await openRunStore(
			() => undefined,
			(change) => toldElsewhere.push(change)
		);
		const run = exampleRun();
		// The other tab reads the row itself: what it hears of is what holds by then.
		const heard = () => vi.waitFor(() => expect(toldElsewhere).toEqual(told));
		await here.put(run);
		await heard();
		await here.star(run.id, true);
		await heard();
		await here.remove(run.id);
		await heard();
		await here.star(run.id, true);
		expect(told).toMatchObject([
			{ kind: 'kept', summary: { id: run.id, starred: false } },
			{ kind: 'kept', summary: { id: run.id, starred: true } },
			{ kind: 'gone', id: run.id },
			{ kind: 'gone', id: run.id }
		]);
		await heard();
		await here.close();
		await other.close();
	});

	it('cuts long texts in summaries between characters', async () => {
		const unsealed = unsealedRun();
		unsealed.output.text = '🌱'.repeat(300);
		await store.put(sealRun(unsealed));
		expect((await store.list())[0]?.textStart).toBe('🌱'.repeat(200));
	});

	it('keeps star, date and verdicts of a run that is put again', async () => {
		const run = exampleRun();
		const { savedAt } = await store.put(run, 'mine');
		await store.star(run.id, true);
		await store.addVerdict(run.id, {
			verdict: 'bit-exact',
			evidence: { comparedTokens: 3, engineDiffers: false }
		});
		const again = await store.put(run);
		expect(again).toMatchObject({ title: 'mine', starred: true, savedAt });
		expect(again.verdicts).toHaveLength(1);
		expect(await store.list()).toHaveLength(1);
	});

	it('keeps verdicts on filled masks, too', async () => {
		const run = exampleFillMaskRun();
		await store.put(run);
		const verdict = {
			verdict: 'bit-exact',
			evidence: { comparedMasks: 2, engineDiffers: false }
		} as const;
		await store.addVerdict(run.id, verdict);
		expect((await store.get(run.id))?.verdicts).toMatchObject([{ verdict }]);
	});

	it('tells a title that was given here from the one a run came with', async () => {
		const { id } = runWithSeed('1');
		await store.put({ ...runWithSeed('1'), notes: { title: 'Bit-exact', text: '' } });
		expect((await store.list())[0]).not.toHaveProperty('isOwnTitle');
		await store.rename(id, 'Mine');
		expect((await store.list())[0]).toMatchObject({ title: 'Mine', isOwnTitle: true });
		expect(readStoredRun(id, await store.get(id))).toMatchObject({ isOwnTitle: true });
	});

	it('renames in the list and in the notes, leaving the id', async () => {
		const run = exampleRun();
		await store.put(run);
		await store.rename(run.id, 'x'.repeat(2000));
		const stored = await store.get(run.id);
		expect(stored?.run.notes.title).toBe('x'.repeat(1000));
		expect(stored?.run.id).toBe(run.id);
		expect((await store.list())[0]?.title).toBe('x'.repeat(1000));
	});

	it('removes a run and restores it exactly', async () => {
		const run = exampleRun();
		await store.put(run);
		await store.star(run.id, true);
		const before = await store.list();
		const removed = await store.remove(run.id);
		expect(await store.list()).toEqual([]);
		expect(await store.get(run.id)).toBeUndefined();
		await store.restore(run.id, removed);
		expect(await store.list()).toEqual(before);
	});

	it('does not bring back a run that another tab removed', async () => {
		await store.rename('sha256:gone', 'title');
		await store.star('sha256:gone', true);
		expect(await store.list()).toEqual([]);
		await expect(store.remove('sha256:gone')).rejects.toMatchObject({ code: 'storage-failed' });
	});

	it('is still there after closing and opening again', async () => {
		await store.put(exampleRun());
		await store.close();
		expect(await (await openRunStore(() => undefined)).list()).toHaveLength(1);
	});
});

describe('failures', () => {
	it('says storage-full when the quota is used up, and saves nothing half', async () => {
		const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
			throw new DOMException('full', 'QuotaExceededError');
		});
		await expect(store.put(exampleRun())).rejects.toMatchObject({ code: 'storage-full' });
		put.mockRestore();
		expect(await store.list()).toEqual([]);
	});

	it('says storage-denied when the browser forbids it', async () => {
		vi.spyOn(indexedDB, 'open').mockImplementation(() => {
			throw new DOMException('denied', 'SecurityError');
		});
		await expect(openRunStore(() => undefined)).rejects.toMatchObject({ code: 'storage-denied' });
	});

	it('says storage-failed when a newer app has upgraded the database', async () => {
		await store.close();
		(await openDB(RUN_DATABASE, 99)).close();
		await expect(openRunStore(() => undefined)).rejects.toMatchObject({
			code: 'storage-failed',
			details: { reason: 'newer-version' }
		});
	});

	it('tells of an older tab that blocks the opening, and continues when it closes', async () => {
		const open = indexedDB.open.bind(indexedDB);
		vi.spyOn(indexedDB, 'open').mockImplementation((name, version) => {
			const request = open(name, version);
			queueMicrotask(() => request.dispatchEvent(new IDBVersionChangeEvent('blocked')));
			return request;
		});
		const errors: AppError[] = [];
		const opened = await openRunStore((error) => errors.push(error));
		expect(errors).toEqual([expect.objectContaining({ code: 'storage-blocked' })]);
		expect(await opened.list()).toEqual([]);
	});
});

describe('migrations', () => {
	it('build the present version from nothing', async () => {
		await store.close();
		const database = await openDB(RUN_DATABASE);
		expect(database.version).toBe(2);
		expect([...database.objectStoreNames]).toEqual(['leaving', 'runs', 'summaries']);
		expect([...database.transaction('summaries').store.indexNames]).toEqual(['savedAt']);
		database.close();
	});

	it('keep what an app of version 1 has stored', async () => {
		vi.stubGlobal('indexedDB', new IDBFactory());
		const stored = {
			run: exampleRun(),
			title: 'old',
			starred: true,
			savedAt: '2026-11-01T00:00:00Z'
		};
		const old = await openDB(RUN_DATABASE, 1, {
			upgrade(database) {
				database.createObjectStore('runs');
				const summaries = database.createObjectStore('summaries', { keyPath: 'id' });
				summaries.createIndex('savedAt', 'savedAt');
			}
		});
		await old.put('runs', stored, stored.run.id);
		await old.put('summaries', summarize(stored));
		old.close();
		const opened = await openRunStore(() => undefined);
		expect(await opened.list()).toEqual([summarize(stored)]);
		expect(await opened.get(stored.run.id)).toEqual(stored);
		await opened.close();
	});
});
