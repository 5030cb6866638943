/** Looks at a hub repository by its small files, before a byte of its weights is fetched. */
import { totalBytes } from '#core/total-bytes.ts';
import { checkMlcModel } from '#catalog/custom-mlc-model.ts';
import type { ModelProblem } from '#catalog/custom-model.ts';
import { checkOnnxModel } from '#catalog/custom-onnx-model.ts';
import { SHARD_LIST } from '#catalog/mlc-files.ts';
import type { ModelCard } from '#catalog/model-card.ts';
import {
	isMlcPart,
	isOnnxPart,
	MLC_CONFIG,
	MODEL_LIBRARY,
	SPECIAL_TOKENS_MAP,
	storedModelId
} from '#catalog/model-parts.ts';
import { DEFAULT_HUB } from '#storage/weights/hub-address.ts';
import type { ModelFile, ModelManifest } from '#storage/weights/weights-schema.ts';
import { libraryFile } from './hub-manifest.ts';
import {
	openRepository,
	pointersAmong,
	readHubJson,
	readHubPage,
	type Hub,
	type Repository
} from './hub-repository.ts';
import { lookAtLibrary } from './model-library.ts';

/** A model that was looked at: ways to get it, or everything that is against it. */
export interface Inspection {
	readonly title: string;
	readonly problems: readonly ModelProblem[];
	readonly choices: readonly ModelOffer[];
	/** What the repository says of itself; null when there is nothing to ask. */
	readonly about: RepositoryFacts | null;
}

export interface RepositoryFacts {
	/** `owner/name`. */
	readonly name: string;
	/** Where its page is, on the hub itself. */
	readonly pageUrl: string;
	readonly commit: string;
	/** Null where there is no page. */
	readonly card: ModelCard | null;
	/** Whether it fills gaps in a text instead of writing on. */
	readonly fillsMasks: boolean;
}

/** One precision that can be had. */
export interface ModelOffer {
	readonly format: 'onnx' | 'mlc';
	readonly precision: string;
	readonly sizeBytes: number | null;
	readonly manifest: ModelManifest;
}

/** Run files name the hub itself: a mirror's address means nothing elsewhere. */
function pageUrlOf({ name }: Repository, { pages = DEFAULT_HUB }: Hub): string {
	return `${pages}/${name}`;
}

function sourceOf(repository: Repository, hub: Hub): ModelManifest['source'] {
	return { url: pageUrlOf(repository, hub), revision: repository.commit };
}

function titleOf(name: string): string {
	return name.split('/').at(-1) ?? name;
}

function aboutOf(
	repository: Repository,
	hub: Hub,
	card: ModelCard | null,
	fillsMasks = false
): RepositoryFacts {
	const { name, commit } = repository;
	return { name, pageUrl: pageUrlOf(repository, hub), commit, card, fillsMasks };
}

/** @throws AppError as `resolveCommit` */
export async function inspectOnnxRepository(
	name: string,
	revision: string,
	hub: Hub
): Promise<Inspection> {
	const repository = await openRepository(name, revision, hub);
	const [config, card, pointers] = await Promise.all([
		readHubJson(repository, 'config.json', hub),
		readHubPage(repository, hub),
		pointersAmong(repository, hub)
	]);
	const checked = checkOnnxModel({ files: repository.files, config });
	const title = titleOf(name);
	if (!checked.ok || pointers.length > 0) {
		// What a pointer stands for cannot be judged.
		const problems = pointers.length > 0 || checked.ok ? pointers : checked.problems;
		return { title, problems, choices: [], about: aboutOf(repository, hub, card) };
	}
	const hasMap = repository.files.some((file) => file.name === SPECIAL_TOKENS_MAP);
	const tokenizerConfig = hasMap
		? await readHubJson(repository, 'tokenizer_config.json', hub)
		: undefined;
	const choices = checked.model.variants.map(({ id: precision, weightsFile }): ModelOffer => {
		const isPart = ({ name: file }: ModelFile) => isOnnxPart(file, weightsFile, tokenizerConfig);
		const files = repository.files.filter(isPart);
		const id = storedModelId(`${name}:${precision}`, repository.commit);
		const manifest = { id, title, source: sourceOf(repository, hub), files };
		return { format: 'onnx', precision, sizeBytes: totalBytes(files), manifest };
	});
	const about = aboutOf(repository, hub, card, checked.model.fillsMasks);
	return { title, problems: [], choices, about };
}

/** @throws AppError as `resolveCommit` */
export async function inspectMlcRepository(
	name: string,
	revision: string,
	libraryUrl: string | null,
	hub: Hub
): Promise<Inspection> {
	const repository = await openRepository(name, revision, hub);
	const library = libraryUrl === null ? null : libraryFile(libraryUrl, hub.base);
	const [config, shardList, card, pointers, looked] = await Promise.all([
		readHubJson(repository, MLC_CONFIG, hub),
		readHubJson(repository, SHARD_LIST, hub),
		readHubPage(repository, hub),
		pointersAmong(repository, hub),
		library === null ? { problems: [], sizeBytes: null } : lookAtLibrary(library, hub)
	]);
	const checked = checkMlcModel({ files: repository.files, config, shardList, libraryUrl });
	const title = titleOf(name);
	const about = aboutOf(repository, hub, card);
	const own = pointers.length > 0 || checked.ok ? pointers : checked.problems;
	const problems = [...own, ...looked.problems];
	if (!checked.ok || problems.length > 0) return { title, problems, choices: [], about };
	const { quantization: precision, shardNames, libraryFile: ownLibrary } = checked.model;
	const files = repository.files
		.filter((file) => file.name === ownLibrary || isMlcPart(file.name, shardNames))
		.map((file) => (file.name === ownLibrary ? { ...file, name: MODEL_LIBRARY } : file))
		.concat(library === null ? [] : { ...library, sizeBytes: looked.sizeBytes });
	const id = storedModelId(name, repository.commit);
	const manifest = { id, title, source: sourceOf(repository, hub), files };
	const offer: ModelOffer = { format: 'mlc', precision, sizeBytes: totalBytes(files), manifest };
	return { title, problems: [], choices: [offer], about };
}
