/** From a model on a hub to what the store is told of it; nothing is stored yet. */
import { SHARD_LIST } from '#catalog/mlc-files.ts';
import { isMlcPart, MLC_CONFIG, MODEL_LIBRARY, storedModelId } from '#catalog/model-parts.ts';
import type { WebLlmModel } from '#catalog/web-llm-models.ts';
import { AppError } from '#core/errors.ts';
import { DEFAULT_HUB, hubFileUrl, parseHubFileUrl } from '#storage/weights/hub-address.ts';
import type { ModelFile, ModelManifest } from '#storage/weights/weights-schema.ts';
import { openRepository, type Hub, type Repository } from './hub-repository.ts';

const GITHUB_RAW = /^https:\/\/raw\.githubusercontent\.com\/([^/]+\/[^/]+)\/([^/]+)\/(.+)$/;

/** Model libraries lie elsewhere than weights; a mirror holds them in the layout of the hub. */
export function libraryFile(libraryUrl: string, base: string): ModelFile {
	const [, repository, revision = '', path = ''] = GITHUB_RAW.exec(libraryUrl) ?? [];
	const url =
		base === DEFAULT_HUB || repository === undefined
			? libraryUrl
			: hubFileUrl({ base, repository, revision, path });
	return { name: MODEL_LIBRARY, sizeBytes: null, digest: null, url };
}

function missing(repository: Repository, file: string): AppError {
	return new AppError('model-file-missing', `${repository.name} has no ${file}`, {
		details: { file, repository: repository.name }
	});
}

/** @throws AppError as `resolveCommit`; `model-file-missing` */
export async function manifestOfRecord(model: WebLlmModel, hub: Hub): Promise<ModelManifest> {
	const name = new URL(model.pageUrl).pathname.slice(1);
	const repository = await openRepository(name, 'main', hub);
	const extra = model.mlc.manifest === null ? [] : [model.mlc.manifest];
	for (const file of [MLC_CONFIG, 'tokenizer.json', SHARD_LIST]) {
		if (!repository.files.some((listed) => listed.name === file)) throw missing(repository, file);
	}
	return {
		id: storedModelId(model.id, repository.commit),
		title: model.id,
		source: { url: model.pageUrl, revision: repository.commit },
		files: [
			...repository.files.filter((file) => isMlcPart(file.name, extra)),
			libraryFile(model.mlc.libraryUrl, hub.base)
		]
	};
}

/** The files of a manifest, at another mirror or back at the hub; the library as the record says. */
export function atHub(
	manifest: ModelManifest,
	base: string,
	record: WebLlmModel | undefined
): ModelManifest {
	const files = manifest.files.map((file) => {
		if (file.name === MODEL_LIBRARY && record !== undefined) {
			return { ...file, url: libraryFile(record.mlc.libraryUrl, base).url };
		}
		const place = file.url === null ? null : parseHubFileUrl(file.url);
		return place === null ? file : { ...file, url: hubFileUrl({ ...place, base }) };
	});
	return { ...manifest, files };
}
