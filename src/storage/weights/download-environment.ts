/** Everything a download takes from the world outside; tests bring their own. */
export interface DownloadEnvironment {
	readonly fetch: typeof fetch;
	/** Milliseconds; only differences count. */
	readonly now: () => number;
	/** Milliseconds since 1970, for dates that servers send. */
	readonly epochMs: () => number;
	/** Uniform in [0, 1). */
	readonly random: () => number;
	/** @throws the signal's reason */
	readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
	/** False only when the machine surely has no network. */
	readonly isOnline: () => boolean;
	/** Resolves when the network comes back next. @throws the signal's reason */
	readonly whenOnline: (signal: AbortSignal) => Promise<void>;
	readonly estimate: () => Promise<StorageEstimate>;
	/** Null where the browser has none (or, as in tests, nobody competes). */
	readonly locks: LockManager | null;
}

/** Resolves after the time, or as soon as the signal says so, by throwing its reason. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		signal.throwIfAborted();
		const stop = (): void => {
			clearTimeout(timer);
			reject(signal.reason as Error);
		};
		const timer = setTimeout(() => {
			signal.removeEventListener('abort', stop);
			resolve();
		}, ms);
		signal.addEventListener('abort', stop, { once: true });
	});
}

function whenOnline(signal: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		signal.throwIfAborted();
		const settle = new AbortController();
		const options = { once: true, signal: settle.signal };
		const online = (): void => {
			settle.abort();
			resolve();
		};
		const stop = (): void => {
			settle.abort();
			reject(signal.reason as Error);
		};
		globalThis.addEventListener('online', online, options);
		signal.addEventListener('abort', stop, options);
	});
}

/** The browser's own, in the page or in a worker. */
export function browserEnvironment(): DownloadEnvironment {
	return {
		fetch: (input, init) => fetch(input, init),
		now: () => performance.now(),
		epochMs: () => Date.now(),
		random: () => Math.random(),
		sleep,
		isOnline: () => navigator.onLine,
		whenOnline,
		// Neither is there in pages that came over plain http, whatever the types say.
		estimate: async () => ('storage' in navigator ? await navigator.storage.estimate() : {}),
		locks: 'locks' in navigator ? navigator.locks : null
	};
}
