/** A model as one archive, to carry on a USB stick or to share in a classroom. */
import { PACK_MANIFEST, packManifestOf } from './pack-manifest.ts';
import { tarEnd, tarHeader, tarPadding } from './tar.ts';
import type { WeightStore } from './weight-store.ts';

export interface Pack {
	/** A file name for it. */
	readonly name: string;
	/** Costs no memory: it points at the stored chunks, which are read when the Blob is. */
	readonly blob: Blob;
}

/**
 * An uncompressed tar archive, its manifest first. Unpacked it is a plain model folder.
 *
 * @throws AppError `model-unknown`, `model-file-lost`
 */
export async function exportPack(store: WeightStore, modelId: string): Promise<Pack> {
	const model = await store.expect(modelId);
	const manifest = packManifestOf(model);
	const json = new TextEncoder().encode(`${JSON.stringify(manifest, null, '\t')}\n`);
	const parts: BlobPart[] = [];
	parts.push(...tarHeader(PACK_MANIFEST, json.byteLength), json, tarPadding(json.byteLength));
	for (const { name, sizeBytes } of manifest.files) {
		const blob = await store.openFile(modelId, name);
		parts.push(...tarHeader(name, sizeBytes), blob, tarPadding(sizeBytes));
	}
	parts.push(tarEnd());
	const baseName = model.title.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 100);
	return {
		name: `${baseName}.glasshouse.tar`,
		blob: new Blob(parts, { type: 'application/x-tar' })
	};
}
