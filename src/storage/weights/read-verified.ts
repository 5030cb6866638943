/** Reads stored files, and checks their digests the first time in this worker's life. */
import { AppError } from '#core/errors.ts';

import type { PendingChecks } from './pending-checks.ts';
import { createLocalHash, hashBlob } from './streaming-hash.ts';
import type { WeightStore } from './weight-store.ts';

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

/** Compares with the digest that the file is stored under, once in this worker's life. */
async function check(
	store: WeightStore,
	{ modelId, name }: { readonly modelId: string; readonly name: string },
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

/**
 * A complete file's bytes, as they were downloaded.
 *
 * @throws AppError `model-file-lost`; `model-digest-mismatch` names file, expected and actual digest
 */
export async function readVerified(
	store: WeightStore,
	modelId: string,
	name: string
): Promise<ArrayBuffer> {
	const bytes = await store.readFile(modelId, name);
	await check(store, { modelId, name }, () => digestOf(bytes));
	return bytes;
}

/**
 * As `readVerified`, with the check still under way: the next file can be read meanwhile.
 *
 * @param checks whoever uses the bytes must `settle` them before anything is made of them
 * @throws AppError `model-file-lost`
 */
export async function readWhileChecking(
	store: WeightStore,
	modelId: string,
	name: string,
	checks: PendingChecks
): Promise<ArrayBuffer> {
	const bytes = await store.readFile(modelId, name);
	await checks.add(check(store, { modelId, name }, () => digestOf(bytes)));
	return bytes;
}

/**
 * A complete file as a Blob whose bytes were checked: for files that should not be in memory whole.
 *
 * @param onBytes told how many bytes were checked since the last call
 * @throws AppError as `readVerified` does; the signal's reason
 */
export async function openVerified(
	store: WeightStore,
	{ modelId, name }: { readonly modelId: string; readonly name: string },
	signal: AbortSignal,
	onBytes: (byteCount: number) => void
): Promise<Blob> {
	const blob = await store.openFile(modelId, name);
	await check(store, { modelId, name }, async () => {
		const hash = await createLocalHash();
		await hashBlob(blob, hash, signal, onBytes);
		return await hash.finish();
	});
	return blob;
}
