/** Reads stored files, and checks their digests the first time in this worker's life. */
import { AppError } from '#core/errors.ts';

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
async function digestOfStored(blob: Blob): Promise<string> {
	if (blob.size <= IN_MEMORY_BYTES) return await digestOf(await blob.arrayBuffer());
	return await digestOfBlob(blob, new AbortController().signal);
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

function checkLater(store: WeightStore, place: StoredPlace, checks: LaterChecks): void {
	checks.add(() =>
		check(store, place, async () => digestOfStored(await store.openFile(place.modelId, place.name)))
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
	checkLater(store, place, checks);
	return await store.readFile(place.modelId, place.name);
}

/** As `readUnverified`, for files that should not be in memory whole. */
export async function openUnverified(
	store: WeightStore,
	place: StoredPlace,
	checks: LaterChecks
): Promise<Blob> {
	checkLater(store, place, checks);
	return await store.openFile(place.modelId, place.name);
}
