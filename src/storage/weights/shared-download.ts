/** One tab downloads a model, the others show how far it is, and take over when it goes away. */
import type { DownloadEnvironment } from './download-environment.ts';
import { DEFAULT_DOWNLOAD_SETTINGS, type DownloadSettings } from './file-job.ts';
import { downloadModel } from './model-download.ts';
import type { DownloadProgress } from './model-download.ts';
import type { StoredModel } from './stored-model.ts';
import type { WeightStore } from './weight-store.ts';
import { withLock } from './with-lock.ts';

const CHANNEL = 'glasshouse-weights';

function openChannel(): BroadcastChannel | null {
	return 'BroadcastChannel' in globalThis ? new BroadcastChannel(CHANNEL) : null;
}

/**
 * Hears of downloads in other tabs and workers.
 *
 * @returns stops listening
 */
export function followDownloads(listener: (progress: DownloadProgress) => void): () => void {
	const channel = openChannel();
	channel?.addEventListener('message', ({ data }: MessageEvent<DownloadProgress>) => {
		listener({ ...data, role: 'following' });
	});
	return () => channel?.close();
}

export interface SharedDownloadOptions {
	readonly store: WeightStore;
	readonly environment: DownloadEnvironment;
	readonly settings?: DownloadSettings;
	/**
	 * Pauses this caller: what is stored stays, the same call later continues. Another tab that waits
	 * for the same model takes over.
	 */
	readonly signal: AbortSignal;
	readonly onProgress: (progress: DownloadProgress) => void;
}

/**
 * Downloads what is missing of a registered model, or follows the tab that does.
 *
 * @throws as `downloadModel`
 */
export async function downloadShared(
	modelId: string,
	options: SharedDownloadOptions
): Promise<StoredModel> {
	const { store, environment, signal, onProgress } = options;
	const stopFollowing = followDownloads((progress) => {
		if (progress.modelId === modelId) onProgress(progress);
	});
	const channel = openChannel();
	try {
		return await withLock(environment.locks, `glasshouse-weights-model:${modelId}`, signal, () => {
			stopFollowing();
			return downloadModel(modelId, {
				store,
				environment,
				settings: options.settings ?? DEFAULT_DOWNLOAD_SETTINGS,
				signal,
				onProgress: (progress) => {
					onProgress(progress);
					channel?.postMessage(progress);
				}
			});
		});
	} finally {
		stopFollowing();
		channel?.close();
	}
}
