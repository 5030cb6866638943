/** Large files are checked after loading: what a damaged model says is never given away. */
import { openDB } from 'idb';
import { expect, onTestFinished, test } from 'vitest';
import { WorkerClient } from '#client/worker-client.ts';
import type { LoadedModel } from '#protocol/worker-api.ts';
import { browserEnvironment } from '#storage/weights/download-environment.ts';
import { importFolder } from '#storage/weights/import-model.ts';
import { generateRequest, sproutLoadRequest } from '../sprout-request.ts';
import { freshStore } from './test-store.ts';

const never = new AbortController().signal;
const ignore = () => undefined;

async function storeSprout(database: string): Promise<void> {
	const files = await Promise.all(
		sproutLoadRequest('fp32').files.map(async ({ name, url }) => ({
			path: `sprout/${name}`,
			blob: await (await fetch(url)).blob()
		}))
	);
	const environment = browserEnvironment();
	const options = { store: freshStore(database), environment, signal: never, onProgress: ignore };
	await importFolder(files, { id: 'sprout', title: 'Sprout' }, options);
}

/** Changes the file of the weights on the disk. */
async function damage(database: string, change: (bytes: Uint8Array) => void): Promise<void> {
	const raw = await openDB(database);
	const files = (await raw.getAll('files')) as { dataId: string; sizeBytes: number }[];
	const weights = files.reduce((a, b) => (a.sizeBytes > b.sizeBytes ? a : b));
	const chunk = (await raw.get('chunks', [weights.dataId, 0])) as Blob;
	const bytes = new Uint8Array(await chunk.arrayBuffer());
	change(bytes);
	await raw.put('chunks', new Blob([bytes]), [weights.dataId, 0]);
	raw.close();
}

function startWorker(database: string): WorkerClient {
	const client = new WorkerClient(
		() =>
			new Worker(new URL('./late-check-worker.ts', import.meta.url), {
				type: 'module',
				name: database
			})
	);
	onTestFinished(() => client.terminate());
	return client;
}

const load = (client: WorkerClient): Promise<LoadedModel> =>
	client.load({ ...sproutLoadRequest('fp32'), files: [], stored: 'sprout' }, never, ignore);

async function scene(): Promise<string> {
	const database = `weights-${crypto.randomUUID()}`;
	await storeSprout(database);
	return database;
}

test('what a model says is given away once its large files have been checked', async () => {
	const client = startWorker(await scene());
	await load(client);
	const { output } = await client.generate(generateRequest({ max_tokens: 4 }), never, ignore);
	expect(output.token_ids).toHaveLength(4);
});

test('weights that are damaged, and load all the same, say nothing', async () => {
	const database = await scene();
	// The last bytes of the file are numbers of a tensor.
	await damage(database, (bytes) => bytes.fill(0x3f, -1_000_000, -999_000));
	const client = startWorker(database);
	const mismatch = { code: 'model-digest-mismatch', details: { model: 'sprout' } };
	await load(client);
	const run = client.generate(generateRequest({ max_tokens: 400 }), never, ignore);
	await expect(run).rejects.toMatchObject(mismatch);
	expect(await client.dead).toMatchObject(mismatch);
});

test('where damage keeps the engine from loading, the damage is the reason', async () => {
	const database = await scene();
	await damage(database, (bytes) => bytes.fill(0));
	await expect(load(startWorker(database))).rejects.toMatchObject({
		code: 'model-digest-mismatch',
		details: { model: 'sprout' }
	});
});
