/** Reads a stored model back and compares every file with its digest. */
import { AppError } from '#core/errors.ts';

import { digestOfBlob } from './hash-thread.ts';
import { downloadShared } from './shared-download.ts';
import type { SharedDownloadOptions } from './shared-download.ts';
import type { StoredFile, StoredModel } from './stored-model.ts';
import type { WeightStore } from './weight-store.ts';

export interface FileCheck {
	readonly name: string;
	/** `missing`: not complete, or deleted by the browser. */
	readonly state: 'intact' | 'damaged' | 'missing';
	readonly expected: string | null;
	/** Digest of what is stored; null when it cannot be read. */
	readonly actual: string | null;
}

export interface VerifyOptions {
	readonly signal: AbortSignal;
	readonly onChecked?: (checkedBytes: number, totalBytes: number) => void;
}

async function digestOfStored(
	store: WeightStore,
	modelId: string,
	name: string,
	signal: AbortSignal,
	onBytes: (byteCount: number) => void
): Promise<string | null> {
	try {
		return await digestOfBlob(await store.openFile(modelId, name), signal, onBytes);
	} catch (error) {
		signal.throwIfAborted();
		if (error instanceof AppError && error.code !== 'model-file-lost') throw error;
		return null;
	}
}

function judge(file: StoredFile, actual: string | null): FileCheck {
	const { name, digest: expected } = file;
	if (actual === null) return { name, state: 'missing', expected, actual };
	return { name, state: actual === expected ? 'intact' : 'damaged', expected, actual };
}

/**
 * Hashes all files of a model, piece by piece.
 *
 * @returns one finding a file, in the model's order
 * @throws AppError `model-unknown`, `storage-failed`; the signal's reason
 */
export async function verifyModel(
	store: WeightStore,
	modelId: string,
	options: VerifyOptions
): Promise<FileCheck[]> {
	const model = await store.expect(modelId);
	const checks: FileCheck[] = [];
	let checkedBytes = 0;
	for (const file of model.files) {
		const actual = await digestOfStored(store, modelId, file.name, options.signal, (bytes) => {
			checkedBytes += bytes;
			options.onChecked?.(checkedBytes, model.storedBytes);
		});
		const check = judge(file, actual);
		if (check.state === 'intact' && file.digest !== null) await store.noteVerified(file.digest);
		checks.push(check);
	}
	return checks;
}

/**
 * Verifies a model, deletes what is damaged, and downloads that and what is missing; intact files
 * are not fetched again.
 *
 * @throws AppError `model-file-lost` when a bad file has no address (it came from a pack); those of
 *   `downloadShared`
 */
export async function repairModel(
	modelId: string,
	options: SharedDownloadOptions & Pick<VerifyOptions, 'onChecked'>
): Promise<StoredModel> {
	const { store, signal, onChecked = () => undefined } = options;
	const checks = await verifyModel(store, modelId, { signal, onChecked });
	for (const { state, expected } of checks) {
		if (state !== 'intact' && expected !== null) await store.dropFile(expected);
	}
	return await downloadShared(modelId, options);
}
