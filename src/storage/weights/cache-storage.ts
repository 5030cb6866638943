/**
 * The part of the browser's CacheStorage that WebLLM uses, over the store: set as `globalThis.caches`
 * in the worker before its engine is created, it gives the library our files, downloads and checks.
 */
import { AppError } from '#core/errors.ts';

import type { DownloadEnvironment } from './download-environment.ts';
import { downloadFile } from './file-download.ts';
import type { DownloadSettings } from './file-job.ts';
import type { LaterChecks } from './later-checks.ts';
import { readUnverified, readVerified } from './read-verified.ts';
import type { StoredFile, StoredModel } from './stored-model.ts';
import type { WeightStore } from './weight-store.ts';

/** What WebLLM calls on a cache. */
export interface WeightCache {
	match(request: RequestInfo | URL): Promise<Response | undefined>;
	add(request: RequestInfo | URL): Promise<void>;
	keys(): Promise<readonly Request[]>;
	delete(request: RequestInfo | URL): Promise<boolean>;
}

export interface WeightCacheStorage {
	open(scope: string): Promise<WeightCache>;
	has(scope: string): Promise<boolean>;
	keys(): Promise<string[]>;
	delete(scope: string): Promise<boolean>;
}

export interface CacheStorageOptions {
	readonly store: WeightStore;
	/** A registered model; files that the library asks for and it does not list are added to it. */
	readonly modelId: string;
	/** Gets the checks of weights, which are read without. */
	readonly checks: LaterChecks;
	readonly environment: DownloadEnvironment;
	readonly settings: DownloadSettings;
	/** The name in the model of the file at an address, for files that have none in the store. */
	readonly nameOf: (url: string) => string;
	readonly onStored?: (file: string, storedBytes: number) => void;
}

function urlOf(request: RequestInfo | URL): string {
	if (request instanceof Request) return request.url;
	return new URL(request, globalThis.location.href).href;
}

function contentType(name: string): string {
	if (name.endsWith('.json')) return 'application/json';
	return name.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream';
}

/** Nothing but numbers: the others are parsed or run at once, and are small. */
function isWeights(name: string): boolean {
	return name.endsWith('.bin');
}

class ModelCache implements WeightCache {
	readonly #options: CacheStorageOptions;

	constructor(options: CacheStorageOptions) {
		this.#options = options;
	}

	/** @throws AppError `model-file-lost` when the browser deleted the bytes of a complete file */
	async match(request: RequestInfo | URL): Promise<Response | undefined> {
		const { store, modelId, checks } = this.#options;
		const file = await this.#find(urlOf(request));
		if (file?.state !== 'stored') return undefined;
		const blob = await store.openFile(modelId, file.name);
		const headers = {
			'Content-Type': contentType(file.name),
			'Content-Length': String(blob.size)
		};
		const response = new Response(blob, { headers });
		const place = { modelId, name: file.name };
		// Weights are asked for as one buffer: the read that can be checked, and whose failure has a name.
		response.arrayBuffer = () =>
			isWeights(file.name) ? readUnverified(store, place, checks) : readVerified(store, place);
		return response;
	}

	/** @throws AppError as `downloadFile`; the request's abort reason */
	async add(request: RequestInfo | URL): Promise<void> {
		const { store, modelId, environment, settings, onStored } = this.#options;
		const url = urlOf(request);
		const file = (await this.#find(url)) ?? (await this.#list(url));
		if (file.state === 'stored') return;
		const signal = request instanceof Request ? request.signal : new AbortController().signal;
		await downloadFile({
			store,
			modelId,
			file: { ...file, url },
			environment,
			settings,
			signal,
			onStored: (bytes) => onStored?.(file.name, bytes),
			onWaiting: () => undefined
		});
	}

	/** Only complete files, found without reading a byte of them. */
	async keys(): Promise<readonly Request[]> {
		return (await this.#model()).files.flatMap(({ url, state }) =>
			url !== null && state === 'stored' ? [new Request(url)] : []
		);
	}

	/** The file stays stored while another model lists it. */
	async delete(request: RequestInfo | URL): Promise<boolean> {
		const model = await this.#model();
		const file = await this.#find(urlOf(request));
		if (file === undefined) return false;
		const files = model.files.filter(({ name }) => name !== file.name);
		await this.#options.store.register({ ...model, files });
		return true;
	}

	#model(): Promise<StoredModel> {
		return this.#options.store.expect(this.#options.modelId);
	}

	async #find(url: string): Promise<StoredFile | undefined> {
		const { files } = await this.#model();
		// Files from a folder have no address, and a mirror's is not the one that the engine asks for.
		const name = this.#options.nameOf(url);
		return files.find((file) => file.url === url) ?? files.find((file) => file.name === name);
	}

	async #list(url: string): Promise<StoredFile> {
		const { store, nameOf } = this.#options;
		const model = await this.#model();
		const added = { name: nameOf(url), sizeBytes: null, digest: null, url };
		if (model.files.some(({ name }) => name === added.name)) {
			const details = { file: added.name, url };
			throw new AppError('model-invalid', `two files named ${added.name}`, { details });
		}
		await store.register({ ...model, files: [...model.files, added] });
		return { ...added, state: 'missing', storedBytes: 0, verifiedAt: null };
	}
}

/** All scopes are views of one model: the library's own names for them mean nothing here. */
export function createCacheStorage(options: CacheStorageOptions): WeightCacheStorage {
	const cache = new ModelCache(options);
	return {
		open: () => Promise.resolve(cache),
		has: () => Promise.resolve(true),
		keys: () => Promise.resolve([]),
		delete: () => Promise.resolve(false)
	};
}
