/** Reads a stored file whole, and checks its digest the first time in this worker's life. */
import { AppError } from '#core/errors.ts';

import { createLocalHash } from './streaming-hash.ts';
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
	const model = await store.expect(modelId);
	const expected = model.files.find((file) => file.name === name)?.digest ?? '';
	const known = verified.get(store) ?? new Set();
	verified.set(store, known);
	if (known.has(expected)) return bytes;
	const actual = await digestOf(bytes);
	if (actual !== expected) {
		throw new AppError('model-digest-mismatch', `${name}: the stored bytes are damaged`, {
			details: { model: modelId, file: name, expected, actual }
		});
	}
	known.add(expected);
	return bytes;
}
