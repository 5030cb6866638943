/** Reads models out of the weights store, for both engines. */
import { AppError } from '#core/errors.ts';
import type { AnyModelFile, Engine } from '#engines/engine.ts';
import type { LoadProgress, LoadRequest } from '#protocol/worker-api.ts';
import { createCacheStorage, type WeightCacheStorage } from '#storage/weights/cache-storage.ts';
import { browserEnvironment } from '#storage/weights/download-environment.ts';
import { DEFAULT_DOWNLOAD_SETTINGS } from '#storage/weights/file-job.ts';
import { LaterChecks } from '#storage/weights/later-checks.ts';
import { openUnverified, readVerified } from '#storage/weights/read-verified.ts';
import type { StoredModel } from '#storage/weights/stored-model.ts';
import { WeightStore } from '#storage/weights/weight-store.ts';
import type { FetchedModel } from './load-model.ts';
import { paced } from './paced.ts';

type StoredRequest = LoadRequest & { readonly stored: string };

/** Larger files are handed over as Blobs, which engines read part by part. */
const LARGE_FILE_BYTES = 32 * 1024 * 1024;

/** The worker's view of the store. Nothing is fetched here: what is missing is an error with a name. */
export class StoredModels {
	readonly #store: WeightStore;
	readonly #largeBytes: number;
	readonly #checks = new LaterChecks();

	constructor(store = new WeightStore({ now: () => Date.now() }), largeBytes = LARGE_FILE_BYTES) {
		this.#store = store;
		this.#largeBytes = largeBytes;
	}

	/**
	 * Every file is checked against its digest: a worker lives no longer than its model, so that is after
	 * every restart of the browser, too. Large ones are checked later, so that loading need not wait.
	 *
	 * @returns for ONNX all files; for MLC the small ones, the engine reads the others through `caches`
	 * @throws AppError `model-unknown`, `model-file-lost`, `model-digest-mismatch`, `storage-…`
	 */
	readonly read = async (
		request: StoredRequest,
		signal: AbortSignal,
		onProgress: (progress: LoadProgress) => void
	): Promise<FetchedModel> => {
		const model = await this.#store.expect(request.stored);
		const resources = resourcesOf(model);
		const wanted = model.files.filter(
			({ name }) => request.engine === 'onnx' || name.endsWith('.json')
		);
		const totalBytes = wanted.reduce((sum, { storedBytes }) => sum + storedBytes, 0);
		const files: AnyModelFile[] = [];
		const report = progressReport(totalBytes, onProgress);
		for (const { name, storedBytes } of wanted) {
			if (signal.aborted) throw new AppError('aborted', 'cancelled while reading the model');
			const place = { modelId: model.id, name };
			if (storedBytes >= this.#largeBytes) {
				files.push({ name, blob: await openUnverified(this.#store, place, this.#checks) });
			} else {
				files.push({ name, bytes: new Uint8Array(await readVerified(this.#store, place)) });
			}
			report(storedBytes);
		}
		await this.#store.noteUse(model.id);
		return { files, resources, checkRest: (options) => this.#checks.run(options) };
	};

	/** The store as WebLLM reads it. */
	caches(modelId: string, mlc: { weightsUrl: string; libraryUrl: string }): WeightCacheStorage {
		return createCacheStorage({
			store: this.#store,
			modelId,
			checks: this.#checks,
			environment: browserEnvironment(),
			settings: DEFAULT_DOWNLOAD_SETTINGS,
			nameOf: (url) => {
				if (url === mlc.libraryUrl) return 'model_lib.wasm';
				return url.startsWith(mlc.weightsUrl) ? url.slice(mlc.weightsUrl.length) : url;
			}
		});
	}

	async webLlmEngine({ stored, mlc }: LoadRequest): Promise<Engine> {
		const { WebLlmEngine } = await import('#engines/web-llm/web-llm-engine.ts');
		if (stored === undefined || mlc === undefined) return new WebLlmEngine();
		return new WebLlmEngine({ caches: this.caches(stored, mlc) });
	}
}

/** @returns what takes the bytes read since the last call; reports ten times a second, and at the end */
function progressReport(
	totalBytes: number,
	onProgress: (progress: LoadProgress) => void
): (byteCount: number) => void {
	const tell = paced(onProgress);
	let loadedBytes = 0;
	return (byteCount) => {
		loadedBytes += byteCount;
		tell({ phase: 'download', loadedBytes, totalBytes }, loadedBytes >= totalBytes);
	};
}

function resourcesOf(model: StoredModel): FetchedModel['resources'] {
	return model.files.map(({ name, sizeBytes, digest, state }) => {
		if (state !== 'stored' || sizeBytes === null || digest === null) {
			throw new AppError('model-file-lost', `${name} is not stored`, {
				details: { model: model.id, file: name, reason: 'incomplete' }
			});
		}
		return { name, size_bytes: sizeBytes, digest };
	});
}
