/** Downloads files and reads them back in several ways, and takes the time. */
import { deleteDB } from 'idb';

import { browserEnvironment } from '#storage/weights/download-environment.ts';
import { DEFAULT_DOWNLOAD_SETTINGS } from '#storage/weights/file-job.ts';
import { downloadModel } from '#storage/weights/model-download.ts';
import type { ModelFile } from '#storage/weights/weights-schema.ts';

import { compareWarmLoads, MODEL_ID, openStore, type WarmLoads } from './warm-loads.ts';

export interface WeightsBenchRequest {
	/** `clear` forgets what the downloads stored. */
	readonly task: 'clear' | 'download' | 'download-unhashed' | 'warm-loads';
	readonly files: readonly (ModelFile & { readonly sizeBytes: number; readonly url: string })[];
	readonly rounds: number;
}

const NAME = 'bench-weights';

async function download(files: readonly ModelFile[], { isHashed = true } = {}): Promise<void> {
	const store = openStore(NAME);
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
		id: MODEL_ID,
		title: MODEL_ID,
		source: { url: null, revision: null },
		files: files.map((file) => (isHashed ? file : { ...file, digest: null }))
	});
	await downloadModel(MODEL_ID, {
		store,
		environment: browserEnvironment(),
		settings: {
			...DEFAULT_DOWNLOAD_SETTINGS,
			...(isHashed ? {} : { createHash: unhashed })
		},
		signal: new AbortController().signal,
		onProgress: () => undefined
	});
	await store.close();
}

async function warmLoads({ files, rounds }: WeightsBenchRequest): Promise<WarmLoads> {
	await deleteDB(NAME);
	await download(files);
	const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
	return await compareWarmLoads(NAME, { urls: files.map(({ url }) => url), totalBytes }, rounds);
}

async function answer(request: WeightsBenchRequest): Promise<Record<string, number[]>> {
	const { task, files } = request;
	if (task === 'warm-loads') return await warmLoads(request);
	const started = performance.now();
	if (task === 'clear') await deleteDB(NAME);
	else await download(files, { isHashed: task === 'download' });
	return { seconds: [(performance.now() - started) / 1_000] };
}

globalThis.addEventListener('message', ({ data }: MessageEvent<WeightsBenchRequest>) => {
	answer(data).then(
		(result) => globalThis.postMessage(result),
		(error: unknown) => globalThis.postMessage(String(error))
	);
});
