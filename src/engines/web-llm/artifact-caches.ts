/**
 * How WebLLM reads its files: through `globalThis.caches`. Whatever has this shape can stand there,
 * so one weights store serves every engine and the library keeps no second copy.
 */
import type { ModelFile } from '../engine.ts';

/** What WebLLM uses of `Cache`. */
export interface ArtifactCache {
	match(request: Request | string): Promise<Response | undefined>;
	add(request: Request | string): Promise<void>;
	keys(): Promise<readonly { readonly url: string }[]>;
	delete(request: Request | string): Promise<boolean>;
}

/** What WebLLM uses of `CacheStorage`. */
export interface ArtifactCaches {
	open(scope: string): Promise<ArtifactCache>;
}

/**
 * The addresses that the library is told. It adds `resolve/main/` to folders without a revision and
 * never caches a library from the same host or from `localhost`; these spare it both decisions.
 */
export const MODEL_BASE = 'https://model.invalid/resolve/here/';
export const MODEL_LIBRARY = `${MODEL_BASE}model_lib.wasm`;

const SHARD_LIST = `${MODEL_BASE}tensor-cache.json`;
/** What the list of shards was called before 0.2.80. */
const OLD_SHARD_LIST = `${MODEL_BASE}ndarray-cache.json`;

/** The library asks by `Request` or by address. */
function addressOf(request: Request | string): string {
	const address = typeof request === 'string' ? request : request.url;
	return address === OLD_SHARD_LIST ? SHARD_LIST : address;
}

/** Real addresses for the ones that the library was told, and back. */
class RenamedCache implements ArtifactCache {
	readonly #cache: ArtifactCache;
	readonly #weightsUrl: string;
	readonly #libraryUrl: string;

	constructor(cache: ArtifactCache, weightsUrl: string, libraryUrl: string) {
		this.#cache = cache;
		this.#weightsUrl = weightsUrl;
		this.#libraryUrl = libraryUrl;
	}

	match(request: Request | string): Promise<Response | undefined> {
		return this.#cache.match(this.#real(request));
	}

	add(request: Request | string): Promise<void> {
		return this.#cache.add(this.#real(request));
	}

	delete(request: Request | string): Promise<boolean> {
		return this.#cache.delete(this.#real(request));
	}

	async keys(): Promise<readonly { readonly url: string }[]> {
		const keys = await this.#cache.keys();
		return keys.map(({ url }) => {
			if (url === this.#libraryUrl) return { url: MODEL_LIBRARY };
			if (!url.startsWith(this.#weightsUrl)) return { url };
			return { url: MODEL_BASE + url.slice(this.#weightsUrl.length) };
		});
	}

	#real(request: Request | string): Request {
		const address = addressOf(request);
		const real =
			address === MODEL_LIBRARY
				? this.#libraryUrl
				: this.#weightsUrl + address.slice(MODEL_BASE.length);
		return new Request(real, typeof request === 'string' ? {} : { signal: request.signal });
	}
}

/**
 * @param weightsUrl absolute, with a trailing slash
 * @param libraryUrl absolute
 */
export function renamedCaches(
	caches: ArtifactCaches,
	{ weightsUrl, libraryUrl }: { readonly weightsUrl: string; readonly libraryUrl: string }
): ArtifactCaches {
	return {
		open: async (scope) => new RenamedCache(await caches.open(scope), weightsUrl, libraryUrl)
	};
}

/** Caches that hold exactly these files, under their names in the model folder. */
export function cachesOfFiles(files: readonly ModelFile[]): ArtifactCaches {
	const byAddress = new Map(files.map(({ name, bytes }) => [MODEL_BASE + name, bytes]));
	const cache: ArtifactCache = {
		match: (request) => {
			const bytes = byAddress.get(addressOf(request));
			return Promise.resolve(bytes === undefined ? undefined : new Response(bytes));
		},
		// Nothing is fetched: `match` then finds nothing, and the library says which file.
		add: () => Promise.resolve(),
		keys: () => Promise.resolve([...byAddress.keys()].map((url) => ({ url }))),
		delete: () => Promise.resolve(false)
	};
	return { open: () => Promise.resolve(cache) };
}

/** Puts `caches` in the place of the browser's own while `work` runs. */
export async function withCaches<T>(caches: ArtifactCaches, work: () => Promise<T>): Promise<T> {
	const own = Object.getOwnPropertyDescriptor(globalThis, 'caches');
	Object.defineProperty(globalThis, 'caches', { value: caches, configurable: true });
	try {
		return await work();
	} finally {
		// In a worker the browser's own one is inherited, so removing ours brings it back.
		if (own === undefined) Reflect.deleteProperty(globalThis, 'caches');
		else Object.defineProperty(globalThis, 'caches', own);
	}
}
