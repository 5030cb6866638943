/** Closed tabs, and several of them at a time. */
import { expect, onTestFinished, test } from 'vitest';

import type { DownloadSettings } from '#storage/weights/file-job.ts';
import type { DownloadProgress } from '#storage/weights/model-download.ts';

import type { DownloadOrder, DownloadReport } from './download-worker.ts';
import { HURRIED, MIB, freshHub, freshStore, manifestOf, sha256Of } from './test-store.ts';

class Tab {
	readonly progress: DownloadProgress[] = [];
	readonly done: Promise<string | null>;
	readonly #worker: Worker;

	constructor(database: string, settings: DownloadSettings) {
		this.#worker = new Worker(new URL('./download-worker.ts', import.meta.url), { type: 'module' });
		onTestFinished(() => this.close());
		this.done = new Promise((resolve, reject) => {
			this.#worker.onmessage = ({ data }: MessageEvent<DownloadReport>) => {
				if (data.kind === 'progress') this.progress.push(data.progress);
				else if (data.kind === 'done') resolve(data.digest);
				else reject(new Error(data.message));
			};
			this.#worker.onerror = ({ message }) => reject(new Error(message));
		});
		this.#worker.postMessage({ database, modelId: 'm', settings } satisfies DownloadOrder);
	}

	get last(): DownloadProgress | undefined {
		return this.progress.at(-1);
	}

	/** As sudden as a crash. */
	close(): void {
		this.#worker.terminate();
	}
}

test('a download whose tab is closed three times ends right and fetches nothing stored twice', async () => {
	const database = `weights-${crypto.randomUUID()}`;
	const store = freshStore(database);
	const hub = freshHub();
	const sizeBytes = 48 * MIB;
	const file = await hub.addFile({ path: 'w.bin', sizeBytes, seed: 3, lfs: true });
	await hub.misbehave('w.bin', { kind: 'slow', bytesPerSecond: 30 * MIB });
	await store.register(manifestOf('m', { 'w.bin': file }));
	const settings = { ...HURRIED, chunkBytes: MIB };
	const starts: number[] = [];
	for (let kill = 1; kill <= 3; kill++) {
		const tab = new Tab(database, settings);
		const stopAt = (kill * 12 - 8 * Math.random()) * MIB;
		await expect.poll(() => tab.last?.storedBytes, { timeout: 20_000 }).toBeGreaterThan(stopAt);
		tab.close();
		starts.push((await store.expect('m')).storedBytes);
	}
	await hub.heal();
	await new Tab(database, settings).done;
	expect(await sha256Of(await store.readFile('m', 'w.bin'))).toBe(file.digest);
	const requests = await hub.log();
	expect(requests.length).toBe(4);
	requests.slice(1).forEach(({ start }, i) => {
		expect(start).toBeGreaterThanOrEqual(starts[i] ?? Infinity);
	});
});

test('a second tab follows the first one, and takes over when it is closed', async () => {
	const database = `weights-${crypto.randomUUID()}`;
	const store = freshStore(database);
	const hub = freshHub();
	const file = await hub.addFile({ path: 'w.bin', sizeBytes: 24 * MIB, seed: 4, lfs: true });
	await hub.misbehave('w.bin', { kind: 'slow', bytesPerSecond: 10 * MIB });
	await store.register(manifestOf('m', { 'w.bin': file }));
	const first = new Tab(database, HURRIED);
	await expect.poll(() => first.last?.storedBytes).toBeGreaterThan(MIB);
	const second = new Tab(database, HURRIED);
	await expect.poll(() => second.last?.storedBytes).toBeGreaterThan(4 * MIB);
	expect(second.last?.role).toBe('following');
	expect((await hub.log()).length).toBe(1);
	first.close();
	await hub.heal();
	await second.done;
	expect(second.last?.role).toBe('downloading');
	expect(await sha256Of(await store.readFile('m', 'w.bin'))).toBe(file.digest);
	expect(await hub.sentBytes()).toBeLessThan(file.sizeBytes * 1.5);
});

test('two tabs that want the same model at once fetch it once', async () => {
	const database = `weights-${crypto.randomUUID()}`;
	const store = freshStore(database);
	const hub = freshHub();
	const file = await hub.addFile({ path: 'w.bin', sizeBytes: 8 * MIB, seed: 5, lfs: false });
	await store.register(manifestOf('m', { 'w.bin': file }));
	const tabs = [new Tab(database, HURRIED), new Tab(database, HURRIED)];
	const [one, two] = await Promise.all(tabs.map(({ done }) => done));
	expect(one).toBe(two);
	expect(await hub.sentBytes()).toBe(file.sizeBytes);
});
