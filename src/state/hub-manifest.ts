/** From a model on a hub, or in a folder, to what the store is told of it; nothing is stored yet. */
import { checkMlcModel } from '#catalog/custom-mlc-model.ts';
import type { ModelProblem } from '#catalog/custom-model.ts';
import { checkOnnxModel } from '#catalog/custom-onnx-model.ts';
import { SHARD_LIST } from '#catalog/mlc-files.ts';
import {
	isMlcPart,
	isOnnxPart,
	MLC_CONFIG,
	MODEL_LIBRARY,
	storedModelId
} from '#catalog/model-parts.ts';
import type { WebLlmModel } from '#catalog/web-llm-models.ts';
import { AppError } from '#core/errors.ts';
import type { DownloadEnvironment } from '#storage/weights/download-environment.ts';
import { DEFAULT_HUB, hubFileUrl, parseHubFileUrl } from '#storage/weights/hub-address.ts';
import { listHubFiles, resolveCommit } from '#storage/weights/hub-client.ts';
import type { ModelFile, ModelManifest } from '#storage/weights/weights-schema.ts';

export interface Hub {
	/** The hub itself or a mirror, without a trailing slash. */
	readonly base: string;
	readonly environment: DownloadEnvironment;
	readonly signal: AbortSignal;
}

/** A model that was looked at: ways to get it, or everything that stands against it. */
export interface Inspection {
	readonly title: string;
	readonly problems: readonly ModelProblem[];
	readonly choices: readonly ModelOffer[];
}

/** One precision that can be had. */
export interface ModelOffer {
	readonly precision: string;
	readonly sizeBytes: number | null;
	readonly manifest: ModelManifest;
}

interface Repository {
	readonly name: string;
	readonly commit: string;
	readonly files: readonly ModelFile[];
}

async function openRepository(name: string, revision: string, hub: Hub): Promise<Repository> {
	const place = { base: hub.base, repository: name };
	const commit = await resolveCommit(place, revision, hub);
	return { name, commit, files: await listHubFiles(place, commit, hub) };
}

/** Undefined when there is no such file, or it is no JSON. */
async function readJson(
	{ files }: Repository,
	name: string,
	{ environment, signal }: Hub
): Promise<unknown> {
	const url = files.find((file) => file.name === name)?.url;
	if (url == null) return undefined;
	const response = await environment.fetch(url, {
		signal,
		credentials: 'omit',
		referrerPolicy: 'no-referrer'
	});
	return response.json().catch(() => undefined) as Promise<unknown>;
}

/** Run files name the hub itself: a mirror's address means nothing elsewhere. */
function sourceOf({ name, commit }: Repository): ModelManifest['source'] {
	return { url: `${DEFAULT_HUB}/${name}`, revision: commit };
}

function totalBytes(files: readonly ModelFile[]): number | null {
	return files.reduce<number | null>(
		(sum, { sizeBytes }) => (sum === null || sizeBytes === null ? null : sum + sizeBytes),
		0
	);
}

const GITHUB_RAW = /^https:\/\/raw\.githubusercontent\.com\/([^/]+\/[^/]+)\/([^/]+)\/(.+)$/;

/** Model libraries lie elsewhere than weights; a mirror holds them in the layout of the hub. */
function libraryFile(libraryUrl: string, base: string): ModelFile {
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

/** @throws AppError as `resolveCommit` */
export async function inspectOnnxRepository(
	name: string,
	revision: string,
	hub: Hub
): Promise<Inspection> {
	const repository = await openRepository(name, revision, hub);
	const config = await readJson(repository, 'config.json', hub);
	const checked = checkOnnxModel({ files: repository.files, config });
	const title = name.split('/').at(-1) ?? name;
	if (!checked.ok) return { title, problems: checked.problems, choices: [] };
	const choices = checked.model.variants.map(({ id: precision, weightsFile }) => {
		const files = repository.files.filter((file) => isOnnxPart(file.name, weightsFile));
		const id = storedModelId(`${name}:${precision}`, repository.commit);
		const manifest = { id, title, source: sourceOf(repository), files };
		return { precision, sizeBytes: totalBytes(files), manifest };
	});
	return { title, problems: [], choices };
}

/** @throws AppError as `resolveCommit` */
export async function inspectMlcRepository(
	name: string,
	revision: string,
	libraryUrl: string | null,
	hub: Hub
): Promise<Inspection> {
	const repository = await openRepository(name, revision, hub);
	const [config, shardList] = await Promise.all([
		readJson(repository, MLC_CONFIG, hub),
		readJson(repository, SHARD_LIST, hub)
	]);
	const checked = checkMlcModel({ files: repository.files, config, shardList, libraryUrl });
	const title = name.split('/').at(-1) ?? name;
	if (!checked.ok) return { title, problems: checked.problems, choices: [] };
	const { quantization: precision, shardNames, libraryFile: own } = checked.model;
	const files = repository.files
		.filter((file) => file.name === own || isMlcPart(file.name, shardNames))
		.map((file) => (file.name === own ? { ...file, name: MODEL_LIBRARY } : file))
		.concat(libraryUrl === null ? [] : libraryFile(libraryUrl, hub.base));
	const id = storedModelId(name, repository.commit);
	const manifest = { id, title, source: sourceOf(repository), files };
	return { title, problems: [], choices: [{ precision, sizeBytes: totalBytes(files), manifest }] };
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

/** `owner/name`, `owner/name@revision`, or the address of its page or folder on a hub. */
export function parseRepository(text: string): { name: string; revision: string } | null {
	const path = URL.canParse(text.trim()) ? new URL(text.trim()).pathname : text.trim();
	const match =
		/^\/?([\w.-]+\/[\w.-]+?)(?:@([\w./-]+)|\/(?:resolve|tree|blob)\/([^/]+)(?:\/.*)?)?\/?$/.exec(
			path
		);
	if (match?.[1] === undefined) return null;
	return { name: match[1], revision: match[2] ?? match[3] ?? 'main' };
}
