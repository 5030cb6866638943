/** Reads a stored model as WebLLM does when it loads one: its own code, over its own caches and over ours. */
import { createArtifactCache, type LibraryCache } from 'virtual:web-llm-caches';

import { withCaches } from '#engines/web-llm/artifact-caches.ts';
import { createCacheStorage } from '#storage/weights/cache-storage.ts';
import { browserEnvironment } from '#storage/weights/download-environment.ts';
import { DEFAULT_DOWNLOAD_SETTINGS } from '#storage/weights/file-job.ts';
import { LaterChecks } from '#storage/weights/later-checks.ts';
import { WeightStore } from '#storage/weights/weight-store.ts';

/** Seconds of each round, by the way that was taken. */
export type WarmLoads = Record<string, number[]>;

export interface WarmLoadFiles {
	readonly urls: readonly string[];
	readonly totalBytes: number;
}

const SCOPE = 'bench-web-llm';
export const MODEL_ID = 'm';

export function openStore(name: string): WeightStore {
	return new WeightStore({ now: () => Date.now(), name });
}

/** What the library does with a model whose files are all there, up to the copy into GPU buffers. */
async function load(cache: LibraryCache, { urls, totalBytes }: WarmLoadFiles): Promise<void> {
	if (!(await cache.hasAllKeys(urls))) throw new Error('not everything is stored');
	let bytes = 0;
	for (const url of urls) bytes += (await cache.fetchWithCache(url, 'arraybuffer')).byteLength;
	if (bytes !== totalBytes) throw new Error(`${bytes} bytes in place of ${totalBytes}`);
}

async function loadThroughStore(
	store: WeightStore,
	files: WarmLoadFiles,
	checks: LaterChecks
): Promise<void> {
	const caches = createCacheStorage({
		store,
		modelId: MODEL_ID,
		checks,
		environment: browserEnvironment(),
		settings: DEFAULT_DOWNLOAD_SETTINGS,
		nameOf: (url) => url.split('/').at(-1) ?? ''
	});
	await withCaches(caches, () => load(createArtifactCache(SCOPE, { cacheType: 'cache' }), files));
}

/** The library downloads the files itself. */
async function fillOwnCaches({ urls }: WarmLoadFiles): Promise<void> {
	for (const cacheType of ['cache', 'indexeddb'] as const) {
		const cache = createArtifactCache(SCOPE, { cacheType });
		for (const url of urls) await cache.addToCache(url, 'arraybuffer');
	}
}

/** Done after a way, and not part of its time. */
type Rest = () => Promise<void>;

/**
 * @param name of the database that holds the model already
 * @param rounds each takes every way once, beginning with another one
 */
export async function compareWarmLoads(
	name: string,
	files: WarmLoadFiles,
	rounds: number
): Promise<WarmLoads> {
	await fillOwnCaches(files);
	const loadOwn = async (cacheType: 'cache' | 'indexeddb') => {
		await load(createArtifactCache(SCOPE, { cacheType }), files);
		return () => Promise.resolve();
	};
	const checkSeconds: number[] = [];
	// A new store is what a new worker has: it checks every digest, once the load has ended.
	const loadFirst = async () => {
		const store = openStore(name);
		const checks = new LaterChecks();
		await loadThroughStore(store, files, checks);
		return async () => {
			const started = performance.now();
			await checks.run({ signal: new AbortController().signal, onProgress: () => undefined });
			checkSeconds.push((performance.now() - started) / 1_000);
			await store.close();
		};
	};
	const seconds = await takeTurns(
		[
			['WebLLM, cache', () => loadOwn('cache')],
			['WebLLM, indexeddb', () => loadOwn('indexeddb')],
			['our store', loadFirst]
		],
		rounds
	);
	return { ...seconds, 'our store, the checks behind it': checkSeconds };
}

async function takeTurns(
	ways: readonly (readonly [string, () => Promise<Rest>])[],
	rounds: number
): Promise<WarmLoads> {
	const seconds: WarmLoads = Object.fromEntries(ways.map(([title]) => [title, []]));
	for (let round = 0; round < rounds; round++) {
		const first = round % ways.length;
		for (const [title, work] of [...ways.slice(first), ...ways.slice(0, first)]) {
			const started = performance.now();
			const rest = await work();
			seconds[title]?.push((performance.now() - started) / 1_000);
			await rest();
		}
	}
	return seconds;
}
