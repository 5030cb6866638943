import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { IDBFactory } from 'fake-indexeddb';
import { expect, test, vi } from 'vitest';

import { sealRun } from '#core/run-file/seal-run.ts';

import { damage, damages } from '../../tests/fixtures/damage.ts';
import { unsealedRun } from '../../tests/fixtures/example-run.ts';
import fc, { examples } from '../../tests/property.ts';
import { RUN_DATABASE } from './run-database.ts';
import { openRunStore } from './run-store.ts';

const [DOOMED, SOUND, OTHER] = ['1', '2', '3'].map((seed) => {
	const unsealed = unsealedRun();
	return sealRun({ ...unsealed, request: { ...unsealed.request, seed } });
}) as [ReturnType<typeof sealRun>, ReturnType<typeof sealRun>, ReturnType<typeof sealRun>];

async function filledStore() {
	vi.stubGlobal('indexedDB', new IDBFactory());
	const store = await openRunStore(() => undefined);
	for (const run of [DOOMED, SOUND, OTHER]) await store.put(run, `run ${run.request.seed}`);
	return store;
}

const TABLES = [
	{ table: 'runs', keep: [] },
	{ table: 'summaries', keep: ['id'] }
] as const;

test('whatever is damaged in a run or its row, all are listed, the others are whole, and it can be deleted, put back and put anew', async () => {
	await fc.assert(
		fc.asyncProperty(fc.constantFrom(...TABLES), damages, async ({ table, keep }, how) => {
			const store = await filledStore();
			const raw = await openDB(RUN_DATABASE);
			const spoiled = damage((await raw.get(table, DOOMED.id)) as object, how, keep).record;
			await raw.put(table, spoiled, table === 'runs' ? DOOMED.id : undefined);

			const ids = [DOOMED, SOUND, OTHER].map(({ id }) => id).sort();
			const listed = await store.list();
			expect(listed.map(({ id }) => id).sort()).toEqual(ids);
			expect(listed.filter(({ isDamaged }) => isDamaged).length).toBeLessThan(2);
			for (const { created, title } of listed) {
				expect([new Date(created).toISOString(), typeof title]).toEqual([created, 'string']);
			}
			expect(await store.get(SOUND.id)).toMatchObject({
				run: { output: SOUND.output },
				title: 'run 2'
			});

			const removed = await store.remove(DOOMED.id);
			expect((await store.list()).map(({ id }) => id)).not.toContain(DOOMED.id);
			await store.restore(DOOMED.id, removed);
			if (table === 'runs') expect(await store.get(DOOMED.id)).toEqual(spoiled);
			expect(await store.list()).toHaveLength(3);
			// From its file.
			await store.put(DOOMED);
			expect(await store.get(DOOMED.id)).toMatchObject({ run: { id: DOOMED.id } });
			expect((await store.list()).some(({ isDamaged }) => isDamaged)).toBe(false);
			raw.close();
			await store.close();
		}),
		{ numRuns: examples(150) }
	);
});

test('a run whose row is gone is listed all the same', async () => {
	const store = await filledStore();
	const raw = await openDB(RUN_DATABASE);
	await raw.delete('summaries', DOOMED.id);
	raw.close();
	const [last] = (await store.list()).slice(-1);
	expect(last).toMatchObject({ id: DOOMED.id, isDamaged: true });
	const stored = await store.get(DOOMED.id);
	if (stored !== undefined) await store.restore(DOOMED.id, stored);
	expect((await store.list()).map(({ title }) => title).sort()).toEqual([
		'run 1',
		'run 2',
		'run 3'
	]);
	await store.close();
});
