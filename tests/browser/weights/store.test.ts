/** The store in a real browser: damage, eviction, quota, packs. */
import { deleteDB, openDB } from 'idb';
import { expect, onTestFinished, test } from 'vitest';

import { blobPieces } from '#storage/weights/body-reader.ts';
import { createCacheStorage } from '#storage/weights/cache-storage.ts';
import type { WeightCacheStorage } from '#storage/weights/cache-storage.ts';
import { browserEnvironment } from '#storage/weights/download-environment.ts';
import { exportPack } from '#storage/weights/export-pack.ts';
import { listHubFiles, resolveCommit } from '#storage/weights/hub-client.ts';
import { importFolder, importPack } from '#storage/weights/import-model.ts';
import { LaterChecks } from '#storage/weights/later-checks.ts';
import { readVerified } from '#storage/weights/read-verified.ts';
import { repairModel, verifyModel } from '#storage/weights/verify-model.ts';
import type { WeightStore } from '#storage/weights/weight-store.ts';

import type { HubFileFacts } from '../../hub/hub-protocol.ts';
import type { RemoteHub } from '../../hub/hub-remote.ts';
import type { ReadOrder, ReadReport } from './read-worker.ts';
import {
	HURRIED,
	MIB,
	download,
	failureOf,
	freshHub,
	freshStore,
	manifestOf,
	sha256Of
} from './test-store.ts';

interface Scene {
	hub: RemoteHub;
	store: WeightStore;
	database: string;
	files: Record<'a.bin' | 'b.bin', HubFileFacts>;
}

/** Model `m`, complete, of two files of 1 MB, each in several chunks. */
async function scene(): Promise<Scene> {
	const database = `weights-${crypto.randomUUID()}`;
	const hub = freshHub();
	const store = freshStore(database);
	const files = {
		'a.bin': await hub.addFile({ path: 'a.bin', sizeBytes: MIB + 1, seed: 1, lfs: true }),
		'b.bin': await hub.addFile({ path: 'b.bin', sizeBytes: MIB + 2, seed: 2, lfs: true })
	};
	await store.register(manifestOf('m', files));
	await download(store, 'm');
	return { hub, store, database, files };
}

const quiet = { signal: new AbortController().signal, environment: browserEnvironment() };

async function changeChunk(
	{ database, files }: Scene,
	change: (chunk: Blob) => Blob | null
): Promise<void> {
	const raw = await openDB(database);
	const { dataId } = (await raw.get('files', files['b.bin'].digest)) as { dataId: string };
	const changed = change((await raw.get('chunks', [dataId, 0])) as Blob);
	if (changed === null) await raw.delete('chunks', [dataId, 0]);
	else await raw.put('chunks', changed, [dataId, 0]);
	raw.close();
}

test('a damaged chunk is found, named, and only its file is fetched again', async () => {
	const it = await scene();
	await changeChunk(it, (chunk) => new Blob([new Uint8Array(chunk.size)]));
	const read = await failureOf(readVerified(it.store, { modelId: 'm', name: 'b.bin' }));
	expect(read.code).toBe('model-digest-mismatch');
	expect(read.details).toMatchObject({ file: 'b.bin', expected: it.files['b.bin'].digest });
	const checks = await verifyModel(it.store, 'm', quiet);
	expect(checks.map(({ name, state }) => [name, state])).toEqual([
		['a.bin', 'intact'],
		['b.bin', 'damaged']
	]);
	const options = { ...quiet, store: it.store, settings: HURRIED, onProgress: () => undefined };
	const repaired = await repairModel('m', options);
	expect(repaired.state).toBe('complete');
	expect(await sha256Of(await it.store.readFile('m', 'b.bin'))).toBe(it.files['b.bin'].digest);
	expect((await it.hub.log('a.bin')).length).toBe(1);
	expect((await it.hub.log('b.bin')).length).toBe(2);
});

/** Every worker is a new one, so it checks what it reads. */
function readInWorker({ database }: Scene, name: string): Promise<ReadReport> {
	const worker = new Worker(new URL('./read-worker.ts', import.meta.url), { type: 'module' });
	onTestFinished(() => worker.terminate());
	return new Promise((resolve, reject) => {
		worker.onmessage = ({ data }: MessageEvent<ReadReport>) => resolve(data);
		worker.onerror = ({ message }) => reject(new Error(message));
		worker.postMessage({ database, name } satisfies ReadOrder);
	});
}

test('a worker reads the stored bytes, and names what is damaged or deleted', async () => {
	const it = await scene();
	const bytes = await readInWorker(it, 'b.bin');
	if (!(bytes instanceof ArrayBuffer)) throw new Error(bytes.code);
	expect(await sha256Of(bytes)).toBe(it.files['b.bin'].digest);
	await changeChunk(it, (chunk) => new Blob([new Uint8Array(chunk.size)]));
	const damaged = { code: 'model-digest-mismatch', file: 'b.bin' };
	expect(await readInWorker(it, 'b.bin')).toEqual(damaged);
	await changeChunk(it, () => null);
	expect(await readInWorker(it, 'b.bin')).toEqual({ code: 'model-file-lost', file: 'b.bin' });
});

test('a chunk that the browser deleted is noticed when the file is read, and repaired', async () => {
	const it = await scene();
	await changeChunk(it, () => null);
	const error = await failureOf(it.store.readFile('m', 'b.bin'));
	expect(error.code).toBe('model-file-lost');
	expect(error.details).toMatchObject({ model: 'm', file: 'b.bin' });
	const options = { ...quiet, store: it.store, settings: HURRIED, onProgress: () => undefined };
	await repairModel('m', options);
	expect(await sha256Of(await it.store.readFile('m', 'b.bin'))).toBe(it.files['b.bin'].digest);
});

test('a database that the browser deleted while the app is open is noticed on the next read', async () => {
	const it = await scene();
	await deleteDB(it.database);
	const error = await failureOf(it.store.readFile('m', 'a.bin'));
	expect(error.code).toBe('model-file-lost');
	expect(error.details['file']).toBe('a.bin');
	await it.store.register(manifestOf('m', it.files));
	await download(it.store, 'm');
	expect(await sha256Of(await it.store.readFile('m', 'a.bin'))).toBe(it.files['a.bin'].digest);
});

test('a model that does not fit is refused before a byte is fetched', async () => {
	const hub = freshHub();
	const store = freshStore();
	const file = await hub.addFile({ path: 'w.bin', sizeBytes: 3 * MIB, seed: 1, lfs: true });
	await store.register(manifestOf('m', { 'w.bin': file }));
	const environment = { estimate: () => Promise.resolve({ quota: 5 * MIB, usage: 4 * MIB }) };
	const error = await failureOf(download(store, 'm', { environment }));
	expect(error.code).toBe('storage-full');
	expect(error.details).toMatchObject({ neededBytes: 3 * MIB, availableBytes: MIB });
	expect(await hub.log()).toEqual([]);
});

test('a pack carries a model to another store', async () => {
	const it = await scene();
	const pack = await exportPack(it.store, 'm');
	const other = freshStore();
	const seen: number[] = [];
	const model = await importPack(pack.blob, {
		...quiet,
		store: other,
		onProgress: (storedBytes) => seen.push(storedBytes)
	});
	expect(model.digest).toBe((await it.store.expect('m')).digest);
	expect(seen.at(-1)).toBe(model.sizeBytes);
	expect(await sha256Of(await other.readFile('m', 'b.bin'))).toBe(it.files['b.bin'].digest);
});

test('a pack with a changed byte is refused, names the file and leaves nothing', async () => {
	const it = await scene();
	const { blob } = await exportPack(it.store, 'm');
	const bytes = new Uint8Array(await blob.arrayBuffer());
	bytes[bytes.byteLength - 3_000] = (bytes[bytes.byteLength - 3_000] ?? 0) ^ 1;
	const other = freshStore();
	const refused = importPack(new Blob([bytes]), { ...quiet, store: other });
	const error = await failureOf(refused);
	expect(error.code).toBe('model-digest-mismatch');
	expect(error.details['file']).toBe('b.bin');
	expect(await other.list()).toEqual([]);
});

test('a pack that ends early is refused and leaves nothing', async () => {
	const it = await scene();
	const { blob } = await exportPack(it.store, 'm');
	const other = freshStore();
	const half = blob.slice(0, blob.size - 500_000);
	const error = await failureOf(importPack(half, { ...quiet, store: other }));
	expect(error.code).toBe('pack-invalid');
	expect(await other.list()).toEqual([]);
});

test('an unpacked pack is taken in as a folder', async () => {
	const it = await scene();
	const { blob } = await exportPack(it.store, 'm');
	const { readTar } = await import('#storage/weights/tar.ts');
	const folder: { path: string; blob: Blob }[] = [{ path: 'm/.DS_Store', blob: new Blob(['x']) }];
	for await (const { name, body } of readTar(blobPieces(blob))) {
		const pieces: BlobPart[] = [];
		for await (const piece of body()) pieces.push(piece.slice());
		folder.push({ path: `m/${name}`, blob: new Blob(pieces) });
	}
	const other = freshStore();
	const model = await importFolder(folder, null, { ...quiet, store: other });
	expect(model.digest).toBe((await it.store.expect('m')).digest);
	const lacking = folder.filter(({ path }) => path !== 'm/a.bin');
	const third = freshStore();
	const error = await failureOf(importFolder(lacking, null, { ...quiet, store: third }));
	expect(error.code).toBe('model-file-missing');
	expect(error.details['file']).toBe('a.bin');
	expect(await third.list()).toEqual([]);
});

test('an MLC folder without a shard of its own list is refused, and nothing is stored', async () => {
	const list = { records: [0, 1].map((i) => ({ dataPath: `shard_${i}.bin`, nbytes: 9 })) };
	const folder = [
		{ path: 'm/tensor-cache.json', blob: new Blob([JSON.stringify(list)]) },
		{ path: 'm/shard_0.bin', blob: new Blob([new Uint8Array(9)]) }
	];
	const store = freshStore();
	const options = { ...quiet, store };
	const described = { id: 'local/m', title: 'm' };
	const error = await failureOf(importFolder(folder, described, options));
	expect(error.code).toBe('model-file-missing');
	expect(error.details['file']).toBe('shard_1.bin');
	expect(await store.list()).toEqual([]);
	const whole = [...folder, { path: 'm/shard_1.bin', blob: new Blob([new Uint8Array(9)]) }];
	expect((await importFolder(whole, described, options)).state).toBe('complete');
});

function cachesOf(it: Scene, checks = new LaterChecks()): WeightCacheStorage {
	return createCacheStorage({
		store: it.store,
		modelId: 'm',
		checks,
		environment: browserEnvironment(),
		settings: HURRIED,
		nameOf: (url) => new URL(url).pathname.split('/').at(-1) ?? 'file'
	});
}

test('the cache that WebLLM sees gives stored files and knows its keys', async () => {
	const it = await scene();
	const cache = await cachesOf(it).open('webllm/model');
	const { url, digest, sizeBytes } = it.files['a.bin'];
	const response = await cache.match(new Request(url));
	expect(response?.headers.get('content-length')).toBe(String(sizeBytes));
	expect(await sha256Of((await response?.arrayBuffer()) ?? new ArrayBuffer())).toBe(digest);
	const again = await cache.match(url);
	expect((await again?.blob())?.size).toBe(sizeBytes);
	expect((await cache.keys()).map((key) => key.url)).toEqual([url, it.files['b.bin'].url]);
	expect(await cache.match(new Request('https://nowhere.invalid/x'))).toBeUndefined();
});

test('weights that WebLLM reads are checked afterwards, and damage is named', async () => {
	const it = await scene();
	const checks = new LaterChecks();
	const cache = await cachesOf(it, checks).open('webllm/model');
	const readBoth = async () => {
		for (const { url } of [it.files['b.bin'], it.files['a.bin']]) {
			await (await cache.match(url))?.arrayBuffer();
		}
	};
	await changeChunk(it, (chunk) => new Blob([new Uint8Array(chunk.size)]));
	await readBoth();
	const seen: number[] = [];
	const { signal } = quiet;
	const error = await failureOf(
		checks.run({ signal, onProgress: (bytes, total) => seen.push(bytes, total) })
	);
	expect(seen.slice(0, 2)).toEqual([0, 2 * MIB + 3]);
	expect(error.code).toBe('model-digest-mismatch');
	expect(error.details['file']).toBe('b.bin');
});

test('the cache that WebLLM sees downloads what it is told to add, and forgets what it is told to', async () => {
	const it = await scene();
	const cache = await cachesOf(it).open('webllm/wasm');
	const lib = await it.hub.addFile({ path: 'lib.wasm', sizeBytes: 50_000, seed: 9, lfs: false });
	await cache.add(new Request(lib.url));
	const response = await cache.match(lib.url);
	expect(response?.headers.get('content-type')).toBe('application/wasm');
	expect(await sha256Of((await response?.arrayBuffer()) ?? new ArrayBuffer())).toBe(lib.digest);
	expect((await it.store.expect('m')).files.map(({ name }) => name)).toContain('lib.wasm');
	expect(await cache.delete(lib.url)).toBe(true);
	expect(await cache.match(lib.url)).toBeUndefined();
	expect((await it.store.expect('m')).state).toBe('complete');
});

test('a download through the cache ends with its request', async () => {
	const it = await scene();
	const cache = await cachesOf(it).open('webllm/model');
	const file = await it.hub.addFile({ path: 'c.bin', sizeBytes: MIB, seed: 9, lfs: false });
	await it.hub.misbehave('c.bin', { kind: 'stall', afterBytes: 10 });
	const stop = new AbortController();
	const adding = cache.add(new Request(file.url, { signal: stop.signal }));
	setTimeout(() => stop.abort(), 50);
	await expect(adding).rejects.toHaveProperty('name', 'AbortError');
});

test('a hub says which commit a branch is, and what the commit holds', async () => {
	const it = await scene();
	const repository = { base: it.hub.url, repository: it.hub.repository };
	const commit = await resolveCommit(repository, 'main', quiet);
	expect(commit).toMatch(/^[0-9a-f]{40}$/);
	await it.hub.addFile({ path: 'config.json', sizeBytes: 10, seed: 1, lfs: false });
	const files = await listHubFiles(repository, commit, quiet);
	expect(files.map(({ name, sizeBytes, digest }) => [name, sizeBytes, digest])).toEqual([
		['a.bin', MIB + 1, it.files['a.bin'].digest],
		['b.bin', MIB + 2, it.files['b.bin'].digest],
		['config.json', 10, null]
	]);
	expect(files[0]?.url).toBe(it.files['a.bin'].url);
	const nowhere = { base: it.hub.url, repository: 'no/where' };
	expect((await failureOf(resolveCommit(nowhere, 'main', quiet))).code).toBe('model-file-missing');
});
