/** Packs of model folders, made as the app makes them, over its store: for tests. */
import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportPack } from '#storage/weights/export-pack.ts';
import { importFolder } from '#storage/weights/import-model.ts';
import { WeightStore } from '#storage/weights/weight-store.ts';

/**
 * To be called before an engine is loaded, which gives Node a `Worker` that cannot run the store's script.
 *
 * @param names the model's files, relative to `folder`
 */
export async function packOfFolder(
	folder: string,
	names: readonly string[]
): Promise<Uint8Array<ArrayBuffer>> {
	const store = new WeightStore({ now: () => 0, name: crypto.randomUUID() });
	const files = names.map((name) => {
		return { path: name, blob: new Blob([readFileSync(join(folder, name))]) };
	});
	const environment = { estimate: () => Promise.resolve({}), locks: null, now: () => 0 };
	const described = { id: 'local/packed', title: 'Packed' };
	const { signal } = new AbortController();
	await importFolder(files, described, { store, environment, signal });
	const { blob } = await exportPack(store, described.id);
	const bytes = new Uint8Array(await blob.arrayBuffer());
	await store.close();
	return bytes;
}
