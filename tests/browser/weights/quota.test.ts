/** The browser's real quota, made small. */
import { expect, onTestFinished, test } from 'vitest';

import {
	MIB,
	download,
	failureOf,
	freshHub,
	freshStore,
	manifestOf,
	sha256Of
} from './test-store.ts';

/** A part of the browser's storage with a quota of its own, which no other test can use up. */
interface StorageBuckets {
	open(
		name: string,
		options: { quota: number }
	): Promise<{
		readonly indexedDB: IDBFactory;
		readonly caches: CacheStorage;
		estimate(): Promise<StorageEstimate>;
	}>;
	delete(name: string): Promise<void>;
}

test('a quota that ends in mid-file says what is missing, and what is stored stays', async () => {
	const buckets = (navigator as unknown as { storageBuckets: StorageBuckets }).storageBuckets;
	const bucket = await buckets.open('small', { quota: 40 * MIB });
	const other = await bucket.caches.open('something else');
	await other.put('/large', new Response(new Uint8Array(28 * MIB)));
	const usual = globalThis.indexedDB;
	const useFactory = (factory: IDBFactory): void => {
		Object.defineProperty(globalThis, 'indexedDB', { value: factory, configurable: true });
	};
	useFactory(bucket.indexedDB);
	onTestFinished(async () => {
		useFactory(usual);
		await buckets.delete('small');
	});
	const hub = freshHub();
	const store = freshStore();
	const sizeBytes = 24 * MIB;
	const file = await hub.addFile({ path: 'w.bin', sizeBytes, seed: 6, lfs: true });
	await store.register(manifestOf('m', { 'w.bin': file }));
	let asked = 0;
	const estimate = (): Promise<StorageEstimate> => {
		// The preflight is told that there is room, as if the other thing had come during the download.
		asked += 1;
		return asked === 1 ? Promise.resolve({}) : bucket.estimate();
	};
	const error = await failureOf(download(store, 'm', { environment: { estimate } }));
	expect(error.code).toBe('storage-full');
	expect(error.details['file']).toBe('w.bin');
	expect(error.details['neededBytes']).toBeGreaterThan(8 * MIB);
	expect(error.details['availableBytes']).toBeLessThan(8 * MIB);
	const { storedBytes } = await store.expect('m');
	expect(storedBytes).toBeGreaterThan(0);
	await other.delete('/large');
	// The entry's bytes go when the browser gets round to it.
	await expect.poll(async () => (await bucket.estimate()).usage).toBeLessThan(20 * MIB);
	await download(store, 'm');
	expect(await sha256Of(await store.readFile('m', 'w.bin'))).toBe(file.digest);
	expect((await hub.log()).at(-1)?.start).toBe(storedBytes);
});
