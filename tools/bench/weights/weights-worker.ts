/** Downloads and reads back the same files in several ways, and takes the time. */
import { deleteDB, openDB } from 'idb';

import { browserEnvironment } from '#storage/weights/download-environment.ts';
import { DEFAULT_DOWNLOAD_SETTINGS } from '#storage/weights/file-download.ts';
import { downloadModel } from '#storage/weights/model-download.ts';
import { readVerified } from '#storage/weights/read-verified.ts';
import { WeightStore } from '#storage/weights/weight-store.ts';
import type { ModelFile } from '#storage/weights/weights-schema.ts';

export interface WeightsBenchRequest {
	readonly task: 'download' | 'download-unhashed' | 'read';
	readonly files: readonly ModelFile[];
	readonly rounds: number;
}

const NAME = 'bench-weights';
const OTHER = 'bench-plain';

async function seconds(work: () => Promise<unknown>): Promise<number> {
	const started = performance.now();
	await work();
	return (performance.now() - started) / 1_000;
}

async function download(files: readonly ModelFile[], isHashed: boolean): Promise<WeightStore> {
	await deleteDB(NAME);
	const store = new WeightStore({ now: () => Date.now(), name: NAME });
	// Without hashing nobody can expect a digest; each file then gets one of its own.
	let made = 0;
	const unhashed = () =>
		Promise.resolve({
			update: (buffer: ArrayBuffer) => Promise.resolve(buffer),
			updateFromBlob: () => Promise.resolve(),
			finish: () => Promise.resolve(`sha256:${String(made++).padStart(64, '0')}`),
			close: () => undefined
		});
	await store.register({
		id: 'm',
		title: 'm',
		source: { url: null, revision: null },
		files: files.map((file) => (isHashed ? file : { ...file, digest: null }))
	});
	await downloadModel('m', {
		store,
		environment: browserEnvironment(),
		settings: { ...DEFAULT_DOWNLOAD_SETTINGS, ...(isHashed ? {} : { createHash: unhashed }) },
		signal: new AbortController().signal,
		onProgress: () => undefined
	});
	return store;
}

/** As a library does that keeps one buffer a file. */
async function fillOthers(store: WeightStore, files: readonly ModelFile[]): Promise<void> {
	await deleteDB(OTHER);
	await caches.delete(OTHER);
	const cache = await caches.open(OTHER);
	const plain = await openDB(OTHER, 1, { upgrade: (raw) => void raw.createObjectStore('files') });
	for (const { name, url } of files) {
		const bytes = await store.readFile('m', name);
		await plain.put('files', bytes, name);
		await cache.put(url ?? '', new Response(bytes));
	}
	plain.close();
}

async function read(files: readonly ModelFile[], rounds: number): Promise<Record<string, number>> {
	const store = await download(files, true);
	await fillOthers(store, files);
	const cache = await caches.open(OTHER);
	const plain = await openDB(OTHER, 1);
	const best: Record<string, number> = {};
	const ways: Record<string, (file: ModelFile, own: WeightStore) => Promise<unknown>> = {
		store: ({ name }, own) => own.readFile('m', name),
		'store, verified': ({ name }, own) => readVerified(own, 'm', name),
		'Cache API': async ({ url }) => (await cache.match(url ?? ''))?.arrayBuffer(),
		'plain IndexedDB': ({ name }) => plain.get('files', name)
	};
	for (let round = 0; round < rounds; round++) {
		for (const [way, readOne] of Object.entries(ways)) {
			// A new store: what is verified once would not be verified again.
			const own = new WeightStore({ now: () => Date.now(), name: NAME });
			const took = await seconds(async () => {
				for (const file of files) await readOne(file, own);
			});
			best[way] = Math.min(best[way] ?? Infinity, took);
			await own.close();
		}
	}
	plain.close();
	await store.close();
	return best;
}

async function answer({
	task,
	files,
	rounds
}: WeightsBenchRequest): Promise<Record<string, number>> {
	if (task === 'read') return await read(files, rounds);
	const took = await seconds(async () => {
		const store = await download(files, task === 'download');
		await store.close();
	});
	return { seconds: took };
}

globalThis.addEventListener('message', ({ data }: MessageEvent<WeightsBenchRequest>) => {
	answer(data).then(
		(result) => globalThis.postMessage(result),
		(error: unknown) => globalThis.postMessage(String(error))
	);
});
