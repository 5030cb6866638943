/** The caches inside WebLLM, which it does not export; `expose-web-llm-caches.ts` serves them. */
declare module 'virtual:web-llm-caches' {
	export interface LibraryCache {
		hasAllKeys(urls: readonly string[]): Promise<boolean>;
		addToCache(url: string, kind: 'arraybuffer'): Promise<void>;
		fetchWithCache(url: string, kind: 'arraybuffer'): Promise<ArrayBuffer>;
	}
	export function createArtifactCache(
		scope: string,
		options: { readonly cacheType: 'cache' | 'indexeddb' }
	): LibraryCache;
}
