import type { AppFile } from '#storage/app-cache.ts';

/**
 * The files that this machine needs, by the worker's own address: `?gpu` asks for those of the GPU too.
 *
 * @param search the query of the worker's address, with its question mark
 */
export function entriesFor(files: readonly AppFile[], search: string): AppFile[] {
	const hasGpu = new URLSearchParams(search).has('gpu');
	return files.filter(({ needsGpu }) => hasGpu || !needsGpu);
}
