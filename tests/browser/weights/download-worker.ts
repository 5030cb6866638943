/** A tab's worker that downloads a registered model; tests terminate it to play a closed tab. */
import { browserEnvironment } from '#storage/weights/download-environment.ts';
import type { DownloadSettings } from '#storage/weights/file-job.ts';
import type { DownloadProgress } from '#storage/weights/model-download.ts';
import { downloadShared } from '#storage/weights/shared-download.ts';
import { WeightStore } from '#storage/weights/weight-store.ts';

export interface DownloadOrder {
	readonly database: string;
	readonly modelId: string;
	readonly settings: DownloadSettings;
}

export type DownloadReport =
	| { readonly kind: 'progress'; readonly progress: DownloadProgress }
	| { readonly kind: 'done'; readonly digest: string | null }
	| { readonly kind: 'failed'; readonly message: string };

function report(message: DownloadReport): void {
	globalThis.postMessage(message);
}

globalThis.addEventListener('message', ({ data }: MessageEvent<DownloadOrder>) => {
	downloadShared(data.modelId, {
		store: new WeightStore({ now: () => Date.now(), name: data.database }),
		environment: browserEnvironment(),
		settings: data.settings,
		signal: new AbortController().signal,
		onProgress: (progress) => report({ kind: 'progress', progress })
	}).then(
		({ digest }) => report({ kind: 'done', digest }),
		(error: unknown) => report({ kind: 'failed', message: String(error) })
	);
});
