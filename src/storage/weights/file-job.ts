/** What the download of one file is told. */
import type { AppError } from '#core/errors.ts';
import type { DownloadEnvironment } from './download-environment.ts';
import { DEFAULT_RETRY, type RetryPolicy } from './retry.ts';
import type { StreamingHash } from './streaming-hash.ts';
import type { ModelFile } from './weights-schema.ts';
import type { WeightStore } from './weight-store.ts';

export interface DownloadSettings {
	readonly retry: RetryPolicy;
	/** An answer that brings no byte for so long is given up. */
	readonly stallMs: number;
	/** How long to wait for the network to come back. */
	readonly offlineMs: number;
	/** Files at a time. */
	readonly parallel: number;
	readonly chunkBytes?: number;
	/** To measure what hashing costs; else SHA-256. */
	readonly createHash?: () => Promise<StreamingHash>;
}

export const DEFAULT_DOWNLOAD_SETTINGS: DownloadSettings = {
	retry: DEFAULT_RETRY,
	stallMs: 30_000,
	offlineMs: 10 * 60_000,
	parallel: 2
};

export interface FileJob {
	readonly store: WeightStore;
	readonly modelId: string;
	readonly file: ModelFile & { readonly url: string };
	readonly environment: DownloadEnvironment;
	readonly settings: DownloadSettings;
	/** Calls the download off; what is stored stays, for the next time. */
	readonly signal: AbortSignal;
	readonly onStored: (storedBytes: number) => void;
	/** Waits for something (the error says for what), or no more (null). */
	readonly onWaiting: (error: AppError | null) => void;
}
