/** Puts a model into the app's weight store; loads it from there as the app does, in its worker. */
import { WorkerClient } from '#client/worker-client.ts';
import type { LoadedModel, LoadRequest } from '#protocol/worker-api.ts';
import { browserEnvironment } from '#storage/weights/download-environment.ts';
import { DEFAULT_DOWNLOAD_SETTINGS } from '#storage/weights/file-job.ts';
import { downloadModel } from '#storage/weights/model-download.ts';
import { WeightStore } from '#storage/weights/weight-store.ts';
import type { ModelFile } from '#storage/weights/weights-schema.ts';

const ID = 'bench-load-memory';
const never = new AbortController().signal;

async function storeModel(files: readonly ModelFile[]): Promise<void> {
	const store = new WeightStore({ now: () => Date.now() });
	await store.register({ id: ID, title: ID, source: { url: null, revision: null }, files });
	await downloadModel(ID, {
		store,
		environment: browserEnvironment(),
		settings: DEFAULT_DOWNLOAD_SETTINGS,
		signal: never,
		onProgress: () => undefined
	});
	await store.close();
}

async function loadModel(
	weightsFile: string,
	backend: LoadRequest['backend']
): Promise<LoadedModel> {
	return await new WorkerClient().load(
		{
			engine: 'onnx',
			backend,
			files: [],
			weightsFile,
			runtimeUrl: new URL('/runtime/onnx/', location.href).href,
			stored: ID
		},
		never,
		() => undefined
	);
}

const bench = { storeModel, loadModel };

declare global {
	var benchLoadMemory: typeof bench;
}

globalThis.benchLoadMemory = bench;
