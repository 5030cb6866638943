/** Downloads all files of a model, a few at a time, and says how far it is. */
import { PROGRESS_INTERVAL_MS } from '#core/progress-interval.ts';
import { AppError } from '#core/errors.ts';
import type { ErrorCode } from '#core/errors.ts';

import type { DownloadEnvironment } from './download-environment.ts';
import { downloadFile } from './file-download.ts';
import type { DownloadSettings } from './file-job.ts';
import { requireRoom, withRoom } from './quota.ts';
import type { StoredFile, StoredModel } from './stored-model.ts';
import { TransferRate } from './transfer-rate.ts';
import type { WeightStore } from './weight-store.ts';

export interface DownloadProgress {
	readonly modelId: string;
	/** `following`: another tab downloads, this one shows how far it is. */
	readonly role: 'downloading' | 'following';
	/** Bytes in the database, not bytes that came over the line. */
	readonly storedBytes: number;
	/** Null while the size of some file is unknown. */
	readonly totalBytes: number | null;
	readonly bytesPerSecond: number | null;
	readonly remainingSeconds: number | null;
	/** Why nothing comes just now, e.g. `offline`; null when bytes come. */
	readonly waiting: {
		readonly code: ErrorCode;
		readonly file: string;
		readonly host: string;
	} | null;
}

export interface ModelDownloadOptions {
	readonly store: WeightStore;
	readonly environment: DownloadEnvironment;
	readonly settings: DownloadSettings;
	/** Pauses: what is stored stays, the same call later continues from there. */
	readonly signal: AbortSignal;
	/** Called at most about ten times a second. */
	readonly onProgress: (progress: DownloadProgress) => void;
}

class ProgressMeter {
	readonly #model: StoredModel;
	readonly #options: ModelDownloadOptions;
	readonly #stored: Map<string, number>;
	readonly #rate = new TransferRate();
	#waiting: DownloadProgress['waiting'] = null;
	#reportedAt = -Infinity;
	#timer: ReturnType<typeof setTimeout> | null = null;

	constructor(model: StoredModel, options: ModelDownloadOptions) {
		this.#model = model;
		this.#options = options;
		this.#stored = new Map(model.files.map(({ name, storedBytes }) => [name, storedBytes]));
	}

	get storedBytes(): number {
		let sum = 0;
		for (const bytes of this.#stored.values()) sum += bytes;
		return sum;
	}

	/** What is still to come, of the files whose size is known. */
	get missingBytes(): number {
		return this.#model.files.reduce(
			(sum, { name, sizeBytes }) =>
				sum + Math.max(0, (sizeBytes ?? 0) - (this.#stored.get(name) ?? 0)),
			0
		);
	}

	noteStored(file: string, bytes: number): void {
		this.#stored.set(file, bytes);
		const now = this.#options.environment.now();
		this.#rate.note(this.storedBytes, now);
		const restMs = this.#reportedAt + PROGRESS_INTERVAL_MS - now;
		if (restMs <= 0) this.report();
		else this.#timer ??= setTimeout(() => this.report(), restMs);
	}

	noteWaiting(file: string, error: AppError | null): void {
		if (error === null && this.#waiting?.file !== file) return;
		const host = String(error?.details['host'] ?? '');
		this.#waiting = error === null ? null : { code: error.code, file, host };
		this.report();
	}

	/** Nothing is reported after this. */
	stop(): void {
		if (this.#timer !== null) clearTimeout(this.#timer);
		this.#timer = null;
	}

	report(): void {
		this.stop();
		const now = this.#options.environment.now();
		this.#reportedAt = now;
		const { storedBytes } = this;
		const totalBytes = this.#model.sizeBytes;
		this.#options.onProgress({
			modelId: this.#model.id,
			role: 'downloading',
			storedBytes,
			totalBytes,
			bytesPerSecond: this.#rate.bytesPerSecond(now),
			remainingSeconds:
				totalBytes === null ? null : this.#rate.remainingSeconds(totalBytes - storedBytes, now),
			waiting: this.#waiting
		});
	}
}

async function fetchFile(
	model: StoredModel,
	file: StoredFile,
	meter: ProgressMeter,
	options: ModelDownloadOptions
): Promise<void> {
	const { store, environment, settings, signal } = options;
	const { name, url } = file;
	if (url === null) {
		throw new AppError('model-file-lost', `${name} came from a pack or folder: import it again`, {
			details: { model: model.id, file: name, reason: 'no-source' }
		});
	}
	try {
		await downloadFile({
			store,
			modelId: model.id,
			file: { ...file, url },
			environment,
			settings,
			signal,
			onStored: (bytes) => meter.noteStored(name, bytes),
			onWaiting: (error) => meter.noteWaiting(name, error)
		});
	} catch (error) {
		throw await withRoom(error, name, meter.missingBytes, environment.estimate);
	}
}

/** Runs `work` over all items, `width` at a time; the first failure calls the others off. */
async function inParallel<Item>(
	items: readonly Item[],
	width: number,
	signal: AbortSignal,
	work: (item: Item, signal: AbortSignal) => Promise<void>
): Promise<void> {
	const failure = new AbortController();
	const either = AbortSignal.any([signal, failure.signal]);
	const queue = items.values();
	const lane = async (): Promise<void> => {
		for (const item of queue) {
			either.throwIfAborted();
			await work(item, either);
		}
	};
	const lanes = Array.from({ length: width }, async () => {
		try {
			await lane();
		} catch (error) {
			failure.abort(error);
		}
	});
	// Everyone has stored what it had before the failure is told.
	await Promise.all(lanes);
	either.throwIfAborted();
}

/**
 * Downloads what is missing of a registered model. Returns at once when nothing is.
 *
 * @throws AppError `model-unknown`, `model-file-lost`, and those of `downloadFile`; `storage-full`
 *   says `neededBytes` and `availableBytes`; the signal's reason
 */
export async function downloadModel(
	modelId: string,
	options: ModelDownloadOptions
): Promise<StoredModel> {
	const { store, environment, settings, signal } = options;
	const model = await store.expect(modelId);
	const meter = new ProgressMeter(model, options);
	meter.report();
	const missing = model.files.filter(({ state }) => state !== 'stored');
	if (missing.length > 0) await requireRoom(meter.missingBytes, environment.estimate);
	try {
		await inParallel(missing, settings.parallel, signal, (file, either) =>
			fetchFile(model, file, meter, { ...options, signal: either })
		);
		meter.report();
	} finally {
		meter.stop();
	}
	return await store.expect(modelId);
}
