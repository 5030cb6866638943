import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { expect, test } from 'vitest';

import { damage, damages } from '../../../tests/fixtures/damage.ts';
import fc, { examples } from '../../../tests/property.ts';
import { PartialFile } from './partial-file.ts';
import { createLocalHash } from './streaming-hash.ts';
import { WeightStore } from './weight-store.ts';

const SOUND = new Uint8Array([1, 2, 3, 4, 5]);
const OTHER = new Uint8Array([6, 7, 8]);

async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
	const hash = await createLocalHash();
	await hash.update(bytes.slice().buffer, bytes.byteLength);
	return await hash.finish();
}

async function fill(store: WeightStore, id: string, bytes: Uint8Array<ArrayBuffer>) {
	const digest = await digestOf(bytes);
	const file = { name: 'weights', sizeBytes: bytes.length, digest, url: 'https://hub.example/w' };
	const source = { url: 'https://hub.example', revision: 'main' };
	await store.register({ id, title: `Model ${id}`, source, files: [file] });
	const part = await PartialFile.open({
		store: store.partials,
		key: digest,
		signal: new AbortController().signal,
		onStored: () => undefined,
		now: () => 1_000
	});
	await part.write(bytes);
	await part.publish(await part.finish());
	part.close();
}

/** A store with a model to damage, one that is half there, and one that nothing may happen to. */
async function filledStore(): Promise<{ store: WeightStore; name: string }> {
	const name = crypto.randomUUID();
	const store = new WeightStore({ now: () => 1_000, name });
	await fill(store, 'sound', SOUND);
	await fill(store, 'doomed', OTHER);
	const file = { name: 'w', sizeBytes: 9, digest: null, url: 'https://hub.example/half' };
	const source = { url: null, revision: null };
	await store.register({ id: 'half', title: 'Half', source, files: [file] });
	const begun = await store.partials.start('https://hub.example/half', null);
	await store.partials.append(begun, new Blob([OTHER]));
	return { store, name };
}

const TABLES = [
	{ table: 'models', key: 'doomed', keep: ['id'] },
	{ table: 'models', key: 'half', keep: ['id'] },
	{ table: 'files', key: await digestOf(OTHER), keep: ['digest'] },
	{ table: 'partials', key: 'https://hub.example/half', keep: ['key'] }
];

test('whatever is damaged in the rows of models, the library opens, the others are whole, and it can be mended', async () => {
	await fc.assert(
		fc.asyncProperty(fc.constantFrom(...TABLES), damages, async ({ table, key, keep }, how) => {
			const { store, name } = await filledStore();
			const raw = await openDB(name);
			const before = (await raw.get(table, key)) as object;
			await raw.put(table, damage(before, how, keep).record);
			raw.close();

			const listed = await store.list();
			expect(listed.map(({ id }) => id).sort()).toEqual(['doomed', 'half', 'sound']);
			expect(listed.every(({ title }) => typeof title === 'string')).toBe(true);
			expect(new Uint8Array(await store.readFile('sound', 'weights'))).toEqual(SOUND);
			// Either way out: its files again, or away with it.
			await fill(store, 'doomed', OTHER);
			expect(new Uint8Array(await store.readFile('doomed', 'weights'))).toEqual(OTHER);
			await store.remove('doomed');
			await store.remove('half');
			expect(await store.list()).toMatchObject([{ id: 'sound', state: 'complete' }]);
			await store.close();
		}),
		{ numRuns: examples(60) }
	);
});
