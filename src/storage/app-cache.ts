/**
 * The app's own files in Cache Storage, as the service worker put them there: which ones there ought to be,
 * how many there are, and whether they are still the right bytes.
 */
import { AppError } from '#core/errors.ts';
import { knownBytes } from '#core/total-bytes.ts';

/** One file of the built app, as `precache.json` lists it. */
export interface AppFile {
	/** Relative to the app's folder. */
	readonly url: string;
	/** Changes with the content. */
	readonly revision: string;
	/** `sha256-` and base64, as the fetch standard writes it. */
	readonly integrity: string;
	readonly sizeBytes: number;
	/** Of use only where there is a WebGPU adapter. */
	readonly needsGpu: boolean;
}

export interface AppFileCheck {
	readonly file: AppFile;
	readonly state: 'good' | 'missing' | 'changed';
}

/**
 * The list that the build wrote.
 *
 * @param base the app's folder, ending in a slash
 * @throws AppError `offline` when it is neither in the cache nor to be had
 */
export async function readAppFiles(base: string): Promise<readonly AppFile[]> {
	try {
		const response = await fetch(new URL('precache.json', base));
		// Written by the build and served from this origin, like the code that reads it.
		return (await response.json()) as AppFile[];
	} catch (error) {
		throw new AppError('offline', 'the list of the app\u2019s files cannot be read', {
			cause: error
		});
	}
}

/**
 * A file of the app, from the cache where it is kept, else from its host.
 *
 * @param file as the list has it, or the name of one that is not in the list
 * @throws AppError `offline` when it cannot be had, or has other bytes than the listed ones
 */
export async function fetchAppFile(file: AppFile | string, base: string): Promise<Blob> {
	const [url, options] =
		typeof file === 'string' ? [file, {}] : [file.url, { integrity: file.integrity }];
	try {
		const response = await fetch(new URL(url, base), options);
		if (response.ok) return await response.blob();
		throw new Error(response.status.toString());
	} catch (error) {
		throw new AppError('offline', `${url} cannot be fetched`, { cause: error });
	}
}

function find({ url }: AppFile, base: string): Promise<Response | undefined> {
	// The service worker's library keeps the revision in the query.
	return caches.match(new URL(url, base), { ignoreSearch: true });
}

/** How many bytes of these files are kept; counts whole files, by their listed sizes. */
export async function keptBytes(files: readonly AppFile[], base: string): Promise<number> {
	const kept = await keptAddresses();
	return knownBytes(files.filter(({ url }) => kept.has(new URL(url, base).href)));
}

/** Of all that is kept so far, without queries. One question for all: each would be a walk through the cache. */
async function keptAddresses(): Promise<Set<string>> {
	const names = (await caches.keys()).filter((name) => CACHE_NAME.test(name));
	const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
	return new Set(kept.flat().map(({ url }) => url.replace(/\?.*$/, '')));
}

/** As the service worker's library names its cache, and the files in it. */
const CACHE_NAME = /^workbox-precache/;
const REVISION = '__WB_REVISION__';

/**
 * Fetches a file again and puts it where the service worker looks for it.
 *
 * @throws AppError `offline` when it cannot be fetched, or has other bytes than the listed ones
 */
export async function repairAppFile(file: AppFile, base: string): Promise<void> {
	const address = new URL(file.url, base);
	const name = (await caches.keys()).find((each) => CACHE_NAME.test(each));
	if (name === undefined) throw new AppError('offline', 'the app was not kept yet');
	const cache = await caches.open(name);
	await cache.delete(address, { ignoreSearch: true });
	try {
		const response = await fetch(address, { integrity: file.integrity, cache: 'reload' });
		address.searchParams.set(REVISION, file.revision);
		await cache.put(address, response);
	} catch (error) {
		throw new AppError('offline', `${file.url} cannot be fetched`, { cause: error });
	}
}

function toBase64(bytes: ArrayBuffer): string {
	return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}

/** Reads a kept file back, every byte of it, and compares its digest with the listed one. */
export async function checkAppFile(file: AppFile, base: string): Promise<AppFileCheck> {
	const kept = await find(file, base);
	if (kept === undefined) return { file, state: 'missing' };
	const digest = await crypto.subtle.digest('SHA-256', await kept.arrayBuffer());
	return { file, state: `sha256-${toBase64(digest)}` === file.integrity ? 'good' : 'changed' };
}
