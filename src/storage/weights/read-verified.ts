/** Reads stored files, and checks their digests the first time in this worker's life. */
import { AppError } from '#core/errors.ts';

import { whileMoving } from '../stall-watch.ts';
import { digestOfBlob } from './hash-thread.ts';
import type { LaterChecks } from './later-checks.ts';
import { createLocalHash } from './streaming-hash.ts';
import type { WeightStore } from './weight-store.ts';

export interface StoredPlace {
	readonly modelId: string;
	readonly name: string;
}

/** More than any shard of a model: up to here a file is hashed in memory. */
const IN_MEMORY_BYTES = 64 * 1024 * 1024;

const verified = new WeakMap<WeightStore, Set<string>>();

/** The browser's own SHA-256 is the fastest for whole buffers; pages without TLS lack it. */
async function digestOf(bytes: ArrayBuffer): Promise<string> {
	if (!globalThis.isSecureContext) {
		const hash = await createLocalHash();
		await hash.update(bytes, bytes.byteLength);
		return await hash.finish();
	}
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
	return `sha256:${hex}`;
}

/** What is too large for memory is hashed in a thread of its own: the model may be writing in this one. */
async function digestOfStored(
	blob: Blob,
	signal: AbortSignal,
	onBytes: (byteCount: number) => void
): Promise<string> {
	if (blob.size > IN_MEMORY_BYTES) return await digestOfBlob(blob, signal, onBytes);
	const bytes = await whileMoving('stored-bytes', () => blob.arrayBuffer(), { signal });
	return await digestOf(bytes);
}

/** Compares with the digest that the file is stored under, once in this worker's life. */
async function check(
	store: WeightStore,
	{ modelId, name }: StoredPlace,
	computeDigest: () => Promise<string>
): Promise<void> {
	const model = await store.expect(modelId);
	const expected = model.files.find((file) => file.name === name)?.digest ?? '';
	const known = verified.get(store) ?? new Set();
	verified.set(store, known);
	if (known.has(expected)) return;
	const actual = await computeDigest();
	if (actual !== expected) {
		throw new AppError('model-digest-mismatch', `${name}: the stored bytes are damaged`, {
			details: { model: modelId, file: name, expected, actual }
		});
	}
	known.add(expected);
}

/** The browser may have deleted the bytes since they were read, which is no mistake of the app. */
async function digestAgain(
	store: WeightStore,
	{ modelId, name }: StoredPlace,
	signal: AbortSignal,
	onBytes: (byteCount: number) => void
): Promise<string> {
	const blob = await store.openFile(modelId, name);
	try {
		return await digestOfStored(blob, signal, onBytes);
	} catch (cause) {
		signal.throwIfAborted();
		if (cause instanceof AppError) throw cause;
		const details = { model: modelId, file: name, reason: 'bytes-deleted' };
		throw new AppError('model-file-lost', `${name} cannot be read`, { details, cause });
	}
}

function checkLater(
	store: WeightStore,
	place: StoredPlace,
	sizeBytes: number,
	checks: LaterChecks
): void {
	checks.add(sizeBytes, (signal, onBytes) =>
		check(store, place, () => digestAgain(store, place, signal, onBytes))
	);
}

/**
 * A complete file's bytes, as they were downloaded.
 *
 * @throws AppError `model-file-lost`; `model-digest-mismatch` names file, expected and actual digest
 */
export async function readVerified(store: WeightStore, place: StoredPlace): Promise<ArrayBuffer> {
	const bytes = await store.readFile(place.modelId, place.name);
	await check(store, place, () => digestOf(bytes));
	return bytes;
}

/**
 * As `readVerified`, but for the check, which reads the file once more: a load need not wait for it.
 *
 * @param checks to be run before anything that is made of the bytes is given away
 * @throws AppError `model-file-lost`
 */
export async function readUnverified(
	store: WeightStore,
	place: StoredPlace,
	checks: LaterChecks
): Promise<ArrayBuffer> {
	const bytes = await store.readFile(place.modelId, place.name);
	checkLater(store, place, bytes.byteLength, checks);
	return bytes;
}

/** As `readUnverified`, for files that should not be in memory whole. */
export async function openUnverified(
	store: WeightStore,
	place: StoredPlace,
	checks: LaterChecks
): Promise<Blob> {
	const blob = await store.openFile(place.modelId, place.name);
	checkLater(store, place, blob.size, checks);
	return blob;
}
