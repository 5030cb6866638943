/** What every reader of a pack asks of its archive, before it reads a single weight. */
import { AppError } from '#core/errors.ts';

import {
	MAX_PACK_MANIFEST_BYTES,
	PACK_MANIFEST,
	packInvalid,
	parsePackManifest,
	type PackManifest
} from './pack-manifest.ts';
import type { TarEntry } from './tar.ts';

export interface PackedFile {
	/** As the manifest lists it. */
	readonly file: PackManifest['files'][number];
	/** Of the same length; its bytes have not been compared with the digest. */
	readonly entry: TarEntry;
}

async function readText(entry: TarEntry): Promise<string> {
	if (entry.sizeBytes > MAX_PACK_MANIFEST_BYTES) throw packInvalid('manifest');
	const decoder = new TextDecoder();
	let text = '';
	for await (const bytes of entry.body()) text += decoder.decode(bytes, { stream: true });
	return text + decoder.decode();
}

async function* listedFiles(
	entries: AsyncGenerator<TarEntry>,
	manifest: PackManifest
): AsyncGenerator<PackedFile> {
	const listed = new Map(manifest.files.map((file) => [file.name, file]));
	const seen = new Set<string>();
	for await (const entry of entries) {
		const { name } = entry;
		const file = listed.get(name);
		if (file === undefined) throw packInvalid('unlisted-file', name);
		if (file.sizeBytes !== entry.sizeBytes) throw packInvalid('length', name);
		if (seen.has(name)) throw packInvalid('two files of one name', name);
		seen.add(name);
		yield { file, entry };
	}
}

/**
 * A pack's manifest, which is first, and its files in the archive's order: each is in the manifest,
 * comes once and has the length that is given there. Whether one is missing is known at the end.
 *
 * @throws AppError `pack-invalid`, also while the files are gone through
 */
export async function openPack(
	entries: AsyncGenerator<TarEntry>
): Promise<{ readonly manifest: PackManifest; readonly files: AsyncGenerator<PackedFile> }> {
	const first = await entries.next();
	if (first.done === true || first.value.name !== PACK_MANIFEST) {
		throw packInvalid('manifest-not-first');
	}
	const manifest = parsePackManifest(await readText(first.value));
	return { manifest, files: listedFiles(entries, manifest) };
}

/** For a pack that lacks a file of its own manifest. */
export function missingInPack(file: string, model: string): AppError {
	return new AppError('model-file-missing', `${file} is not in the pack`, {
		details: { file, model }
	});
}
