import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { beforeEach, expect, test } from 'vitest';

import { PartialFile } from './partial-file.ts';
import { askPersistenceOnce } from './quota.ts';
import { createLocalHash } from './streaming-hash.ts';
import { WeightStore } from './weight-store.ts';
import { WEIGHTS_MIGRATIONS } from './weights-schema.ts';
import type { ModelFile } from './weights-schema.ts';

let store: WeightStore;
let now = 1_000;
let database = '';

beforeEach(() => {
	database = crypto.randomUUID();
	store = new WeightStore({ now: () => now, name: database });
});

async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
	const hash = await createLocalHash();
	await hash.update(bytes.slice().buffer, bytes.byteLength);
	return await hash.finish();
}

function bytes(length: number, seed = 0): Uint8Array<ArrayBuffer> {
	return Uint8Array.from({ length }, (_, i) => (i * 7 + seed) % 251);
}

function open(key: string, chunkBytes = 10): Promise<PartialFile> {
	return PartialFile.open({
		store: store.partials,
		key,
		signal: new AbortController().signal,
		onStored: () => undefined,
		now: () => now,
		chunkBytes
	});
}

async function put(file: ModelFile, content: Uint8Array<ArrayBuffer>): Promise<void> {
	const part = await open(file.digest ?? file.url ?? '');
	for (let at = 0; at < content.length; at += 7) await part.write(content.subarray(at, at + 7));
	await part.publish(await part.finish());
}

function register(id: string, files: ModelFile[]): Promise<unknown> {
	return store.register({ id, title: id, source: { url: null, revision: null }, files });
}

async function fileOf(name: string, content: Uint8Array<ArrayBuffer>): Promise<ModelFile> {
	const digest = await digestOf(content);
	return { name, sizeBytes: content.length, digest, url: `https://hub.example/${name}` };
}

async function chunkCount(): Promise<number> {
	const raw = await openDB(database);
	const count = await raw.count('chunks');
	raw.close();
	return count;
}

test('a model is complete only when all its files are', async () => {
	const a = await fileOf('a', bytes(25));
	const b = await fileOf('b', bytes(30));
	await register('m', [a, b]);
	await put(a, bytes(25));
	expect(await store.get('m')).toMatchObject({
		state: 'incomplete',
		storedBytes: 25,
		digest: null
	});
	await put(b, bytes(30));
	expect(await store.get('m')).toMatchObject({ state: 'complete', storedBytes: 55, sizeBytes: 55 });
	expect(new Uint8Array(await store.readFile('m', 'b'))).toEqual(bytes(30));
});

test('a file that is being written is not there, however much of it is', async () => {
	const a = await fileOf('a', bytes(25));
	await register('m', [a]);
	const part = await open(a.digest ?? '');
	await part.write(bytes(25));
	await part.flush();
	expect((await store.get('m'))?.files[0]).toMatchObject({ state: 'partial', storedBytes: 25 });
	await expect(store.readFile('m', 'a')).rejects.toMatchObject({
		code: 'model-file-lost',
		details: { file: 'a' }
	});
});

test('a part is taken up where the last chunk ends, with the right digest', async () => {
	const content = bytes(100);
	const a = await fileOf('a', content);
	await register('m', [a]);
	const first = await open(a.digest ?? '');
	await first.write(content.subarray(0, 33));
	await first.flush();
	await first.write(content.subarray(33, 40));
	const second = await open(a.digest ?? '');
	expect(second.offset).toBe(33);
	await second.write(content.subarray(33));
	expect(await second.finish()).toBe(a.digest);
});

test('a part whose chunks are gone starts over', async () => {
	const a = await fileOf('a', bytes(100));
	await register('m', [a]);
	const part = await open(a.digest ?? '');
	await part.write(bytes(50));
	await part.flush();
	const raw = await openDB(database);
	await raw.clear('chunks');
	raw.close();
	expect((await open(a.digest ?? '')).offset).toBe(0);
});

test('two models share one copy of a file, and the last one to go takes it along', async () => {
	const a = await fileOf('a', bytes(25));
	await register('one', [a]);
	await put(a, bytes(25));
	const before = await chunkCount();
	await register('two', [{ ...a, name: 'other' }]);
	expect((await store.get('two'))?.state).toBe('complete');
	await store.remove('one');
	expect(await chunkCount()).toBe(before);
	expect(new Uint8Array(await store.readFile('two', 'other'))).toEqual(bytes(25));
	await store.remove('two');
	expect(await chunkCount()).toBe(0);
});

test('a file without a known digest that turns out to be there already is kept once', async () => {
	const a = await fileOf('a', bytes(25));
	await register('one', [a]);
	await put(a, bytes(25));
	const before = await chunkCount();
	const unknown = { ...a, digest: null, sizeBytes: null, url: 'https://mirror.example/a' };
	await register('two', [unknown]);
	await put(unknown, bytes(25));
	expect((await store.get('two'))?.digest).toBe((await store.get('one'))?.digest);
	expect(await chunkCount()).toBe(before);
});

test('a model that is registered again keeps what is known of it', async () => {
	const a = await fileOf('a', bytes(25));
	const unknown = { ...a, digest: null };
	await register('m', [unknown]);
	await put(unknown, bytes(25));
	now = 2_000;
	await register('m', [unknown]);
	expect(await store.get('m')).toMatchObject({ state: 'complete', addedAt: 1_000 });
	now = 1_000;
});

test('a pack names what it brings, and not what is here already', async () => {
	const a = await fileOf('a', bytes(25));
	const source = { url: null, revision: null };
	const packed = { id: 'm', title: 'GPT-5 (OpenAI)', source, files: [a], fromPack: true } as const;
	await store.register(packed);
	expect(await store.get('m')).toMatchObject({ title: 'GPT-5 (OpenAI)', fromPack: true });
	// Downloaded, it has this app's name.
	await register('m', [a]);
	expect((await store.get('m'))?.fromPack).toBeUndefined();
	await store.register(packed);
	const kept = await store.get('m');
	expect([kept?.title, kept?.fromPack]).toEqual(['m', undefined]);
	// Other files are another matter.
	await store.register({ ...packed, files: [await fileOf('a', bytes(26))] });
	expect(await store.get('m')).toMatchObject({ title: 'GPT-5 (OpenAI)', fromPack: true });
});

test('a new version of a model takes the files that it no longer lists out of the store', async () => {
	const a = await fileOf('a', bytes(25));
	const b = await fileOf('b', bytes(30));
	await register('m', [a, b]);
	await put(a, bytes(25));
	await put(b, bytes(30));
	// The 30 bytes of b, in chunks of 10.
	await register('m', [b]);
	expect(await chunkCount()).toBe(3);
	expect((await store.get('m'))?.state).toBe('complete');
});

test('a second writer of one file makes the first one fail, and never mixes their chunks', async () => {
	const a = await fileOf('a', bytes(25));
	await register('m', [a]);
	const first = await open(a.digest ?? '');
	const second = await open(a.digest ?? '');
	await second.restart(null);
	await first.write(bytes(12));
	await expect(first.flush()).rejects.toMatchObject({ code: 'model-unknown' });
});

test('models are listed by their last use', async () => {
	await register('old', [await fileOf('a', bytes(1))]);
	await register('new', [await fileOf('b', bytes(2))]);
	now = 5_000;
	await store.noteUse('old');
	await store.noteUse('nobody');
	expect((await store.list()).map(({ id }) => id)).toEqual(['old', 'new']);
	now = 1_000;
});

test('the wish for persistence is asked once, and only where it can be', async () => {
	let asked = 0;
	const persisted = (): Promise<boolean> => Promise.resolve(false);
	const persist = (): Promise<boolean> => {
		asked += 1;
		return Promise.resolve(false);
	};
	expect(await askPersistenceOnce(store, { persisted })).toBe('unknown');
	expect(await askPersistenceOnce(store, { persisted, persist })).toBe('denied');
	expect(await askPersistenceOnce(store, { persisted, persist })).toBe('denied');
	expect(asked).toBe(1);
	const granted = { persisted: () => Promise.resolve(true), persist };
	expect(await askPersistenceOnce(store, granted)).toBe('granted');
});

test('every version of the database is reached from the one before', async () => {
	for (let version = 1; version <= WEIGHTS_MIGRATIONS.length; version++) {
		const name = crypto.randomUUID();
		const upgrade = (from: number) => (raw: Parameters<(typeof WEIGHTS_MIGRATIONS)[0]>[0]) => {
			for (const step of WEIGHTS_MIGRATIONS.slice(from, version)) {
				void step(raw, undefined as never);
			}
		};
		if (version > 1) (await openDB(name, version - 1, { upgrade: upgrade(0) as never })).close();
		(await openDB(name, version, { upgrade: upgrade(version - 1) as never })).close();
		const current = new WeightStore({ now: () => 0, name });
		expect(await current.list()).toEqual([]);
		await current.close();
	}
});
