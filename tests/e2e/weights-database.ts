/** Looks into the page's weights database past the app, and spoils it. */
import type { Page } from '@playwright/test';

export const WEIGHT_TABLES = ['models', 'files', 'partials', 'chunks'] as const;
type Table = (typeof WEIGHT_TABLES)[number];

/** Rows of a table, without the bytes of chunks. */
export async function readRows<Row>(page: Page, table: Table): Promise<Row[]> {
	return await page.evaluate(async (name) => {
		const database = await new Promise<IDBDatabase>((resolve, reject) => {
			const opening = indexedDB.open('glasshouse-weights');
			opening.onsuccess = () => resolve(opening.result);
			opening.onerror = () => reject(new Error(String(opening.error)));
		});
		const rows = await new Promise<unknown[]>((resolve, reject) => {
			const store = database.transaction(name).objectStore(name);
			const asking = name === 'chunks' ? store.getAllKeys() : store.getAll();
			asking.onsuccess = () => resolve(asking.result);
			asking.onerror = () => reject(new Error(String(asking.error)));
		});
		database.close();
		return rows as never[];
	}, table);
}

export async function countRows(page: Page, table: Table): Promise<number> {
	return (await readRows(page, table)).length;
}

/** Zeroes in place of the first chunk of the largest file. */
export async function damageChunks(page: Page): Promise<void> {
	const files = await readRows<{ dataId: string; sizeBytes: number }>(page, 'files');
	const [largest] = files.sort((a, b) => b.sizeBytes - a.sizeBytes);
	await page.evaluate(async (dataId) => {
		const database = await new Promise<IDBDatabase>((resolve) => {
			const opening = indexedDB.open('glasshouse-weights');
			opening.onsuccess = () => resolve(opening.result);
		});
		await new Promise((resolve) => {
			const transaction = database.transaction('chunks', 'readwrite');
			const chunks = transaction.objectStore('chunks');
			const reading = chunks.get([dataId, 0]) as IDBRequest<Blob>;
			reading.onsuccess = () => {
				chunks.put(new Blob([new Uint8Array(reading.result.size)]), [dataId, 0]);
			};
			transaction.oncomplete = resolve;
		});
		database.close();
	}, largest?.dataId ?? '');
}
