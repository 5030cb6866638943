/** What the download tests share: a fresh store, a hub repository of their own, hurried settings. */
import { deleteDB } from 'idb';
import { inject, onTestFinished } from 'vitest';

import { AppError } from '#core/errors.ts';
import { browserEnvironment } from '#storage/weights/download-environment.ts';
import type { DownloadEnvironment } from '#storage/weights/download-environment.ts';
import type { DownloadSettings } from '#storage/weights/file-job.ts';
import { downloadModel } from '#storage/weights/model-download.ts';
import type { DownloadProgress } from '#storage/weights/model-download.ts';
import type { StoredModel } from '#storage/weights/stored-model.ts';
import { WeightStore } from '#storage/weights/weight-store.ts';
import type { ModelManifest } from '#storage/weights/weights-schema.ts';

import type { HubFileFacts } from '../../hub/hub-protocol.ts';
import { RemoteHub } from '../../hub/hub-remote.ts';

export const MIB = 1024 * 1024;

/** As in the app, only less patient. */
export const HURRIED: DownloadSettings = {
	retry: { maxAttempts: 3, firstDelayMs: 20, maxDelayMs: 100, maxRetryAfterMs: 3_000 },
	// On a busy machine an honest answer takes seconds. A test of stalling is less patient.
	stallMs: 20_000,
	offlineMs: 5_000,
	parallel: 4,
	chunkBytes: 256 * 1024
};

export function freshHub(): RemoteHub {
	return new RemoteHub(inject('hubUrl'), `test/${crypto.randomUUID()}`);
}

/** @param name for tests that also open the database by another way */
export function freshStore(name = `weights-${crypto.randomUUID()}`): WeightStore {
	const store = new WeightStore({ now: () => Date.now(), name });
	onTestFinished(async () => {
		await store.close();
		await deleteDB(name);
	});
	return store;
}

export function manifestOf(
	id: string,
	files: Readonly<Record<string, HubFileFacts>>,
	known: { digests: boolean } = { digests: true }
): ModelManifest {
	return {
		id,
		title: id,
		source: { url: null, revision: null },
		files: Object.entries(files).map(([name, { url, sizeBytes, digest }]) => ({
			name,
			url,
			sizeBytes,
			digest: known.digests ? digest : null
		}))
	};
}

export interface DownloadOptions {
	readonly settings?: Partial<DownloadSettings>;
	readonly environment?: Partial<DownloadEnvironment>;
	readonly signal?: AbortSignal;
	readonly onProgress?: (progress: DownloadProgress) => void;
}

export function download(
	store: WeightStore,
	modelId: string,
	options: DownloadOptions = {}
): Promise<StoredModel> {
	return downloadModel(modelId, {
		store,
		environment: { ...browserEnvironment(), ...options.environment },
		settings: { ...HURRIED, ...options.settings },
		signal: options.signal ?? new AbortController().signal,
		onProgress: options.onProgress ?? (() => undefined)
	});
}

/** The `AppError` that a promise rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<AppError> {
	const error: unknown = await promise.then(
		() => new Error('it did not fail'),
		(reason: unknown) => reason
	);
	if (error instanceof AppError) return error;
	throw error;
}

export async function sha256Of(bytes: ArrayBuffer): Promise<string> {
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	return `sha256:${Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
