/** A model as one archive, to carry on a USB stick or to share in a classroom. */
import { PACK_MANIFEST, packManifestOf } from './pack-manifest.ts';
import { tarOf } from './tar.ts';
import type { WeightStore } from './weight-store.ts';

export interface Pack {
	/** A file name for it. */
	readonly name: string;
	/** Costs no memory: it points at the stored chunks, which are read when the Blob is. */
	readonly blob: Blob;
}

/**
 * A model as files, its manifest first: what a pack holds.
 *
 * @throws AppError `model-unknown`, `model-file-lost`
 */
export async function packFiles(
	store: WeightStore,
	modelId: string
): Promise<{ readonly name: string; readonly blob: Blob }[]> {
	const manifest = packManifestOf(await store.expect(modelId));
	const json = new Blob([`${JSON.stringify(manifest, null, '\t')}\n`]);
	const files = [{ name: PACK_MANIFEST, blob: json }];
	for (const { name } of manifest.files) {
		files.push({ name, blob: await store.openFile(modelId, name) });
	}
	return files;
}

/**
 * An uncompressed tar archive, its manifest first. Unpacked it is a plain model folder.
 *
 * @throws AppError `model-unknown`, `model-file-lost`
 */
export async function exportPack(store: WeightStore, modelId: string): Promise<Pack> {
	const { title } = await store.expect(modelId);
	const baseName = title.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 100);
	return { name: `${baseName}.glasshouse.tar`, blob: tarOf(await packFiles(store, modelId)) };
}
