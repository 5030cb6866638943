/**
 * The graphics adapter, asked for once a visit. Chromium writes a warning into the console each time that it has none, so a
 * browser that had none is not asked again by itself: only a newer version of it, or someone who wants to know.
 */

type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export interface AdapterSource {
	readonly gpu: Pick<GPU, 'requestAdapter'>;
	/** Null where nothing may be kept. */
	readonly storage: Kept | null;
	/** Name and version of the browser. */
	readonly browser: string;
}

let memory: Kept | null = null;

/** Where it is remembered that there was none; before this is called, nowhere. */
export function rememberAdapterIn(storage: Kept | null): void {
	memory = storage;
}

/** Of this page; null where the browser knows no WebGPU, or the page may not. */
export function adapterSource(): AdapterSource | null {
	// Missing on insecure origins and in browsers without WebGPU, whatever the types say.
	const gpu = navigator.gpu as GPU | undefined;
	if (gpu === undefined) return null;
	return { gpu, storage: memory, browser: navigator.userAgent };
}

const KEY = 'glasshouse.no-adapter';

let asked: Promise<GPUAdapter | null> | null = null;

/**
 * @param again the caller wants to know, whatever was found before
 * @throws what `requestAdapter` throws
 */
export function askAdapter(
	{ gpu, storage, browser }: AdapterSource,
	again = false
): Promise<GPUAdapter | null> {
	if (again) storage?.removeItem(KEY);
	else if (storage?.getItem(KEY) === browser) return Promise.resolve(null);
	if (asked !== null && !again) return asked;
	asked = gpu.requestAdapter().then((adapter) => {
		if (adapter === null) storage?.setItem(KEY, browser);
		return adapter;
	});
	return asked;
}
