import type { LoadProgress } from '#protocol/worker-api.ts';

/** What a person wants to know while a model loads. */
export interface LoadView {
	readonly phase: LoadProgress['phase'];
	readonly loadedBytes: number;
	readonly totalBytes: number;
	/** null until there is enough to measure. */
	readonly bytesPerSecond: number | null;
	readonly remainingMs: number | null;
}

export const LOAD_BEGIN: LoadView = {
	phase: 'download',
	loadedBytes: 0,
	totalBytes: 0,
	bytesPerSecond: null,
	remainingMs: null
};

const SETTLING_MS = 400;

/** Turns progress reports into a rate and a remaining time. `startedMs` and `nowMs` share a clock. */
export function measureLoad(
	before: LoadView,
	progress: LoadProgress,
	startedMs: number,
	nowMs: number
): LoadView {
	if (progress.phase === 'start') {
		return { ...before, phase: 'start', bytesPerSecond: null, remainingMs: null };
	}
	const { loadedBytes, totalBytes } = progress;
	const elapsedMs = nowMs - startedMs;
	if (elapsedMs < SETTLING_MS || loadedBytes === 0) {
		return { ...before, phase: 'download', loadedBytes, totalBytes };
	}
	const bytesPerSecond = (loadedBytes / elapsedMs) * 1000;
	const remainingMs = ((totalBytes - loadedBytes) / bytesPerSecond) * 1000;
	return { phase: 'download', loadedBytes, totalBytes, bytesPerSecond, remainingMs };
}
