/** A repository at one commit: its list of files, and the small ones that say what it is. */
import type { ModelProblem } from '#catalog/custom-model.ts';
import { readModelCard, type ModelCard } from '#catalog/model-card.ts';
import type { DownloadEnvironment } from '#storage/weights/download-environment.ts';
import { askHub, listHubFiles, resolveCommit } from '#storage/weights/hub-client.ts';
import { isPointerBlob, MOST_POINTER_BYTES } from '#storage/weights/lfs-pointer.ts';
import type { ModelFile } from '#storage/weights/weights-schema.ts';

export interface Hub {
	/** The hub itself or a mirror, without a trailing slash. */
	readonly base: string;
	/** Where people find its pages; missing: at the hub itself, whose files a mirror has. */
	readonly pages?: string;
	readonly environment: DownloadEnvironment;
	readonly signal: AbortSignal;
}

export interface Repository {
	/** `owner/name`. */
	readonly name: string;
	readonly commit: string;
	readonly files: readonly ModelFile[];
}

/** Larger ones are not what their name says. */
const MOST_JSON_BYTES = 4_000_000;
const MOST_PAGE_BYTES = 1_000_000;
const PAGE = 'README.md';

/** @throws AppError as `resolveCommit` */
export async function openRepository(
	name: string,
	revision: string,
	hub: Hub
): Promise<Repository> {
	const place = { base: hub.base, repository: name };
	const commit = await resolveCommit(place, revision, hub);
	return { name, commit, files: await listHubFiles(place, commit, hub) };
}

async function readText(
	{ files }: Repository,
	name: string,
	mostBytes: number,
	hub: Hub
): Promise<string | undefined> {
	const file = files.find((listed) => listed.name === name);
	if (file?.url == null || (file.sizeBytes ?? 0) > mostBytes) return undefined;
	return (await askHub(file.url, name, hub)).text();
}

/**
 * @returns undefined when there is no such file, or it is no JSON
 * @throws AppError as `resolveCommit`
 */
export async function readHubJson(
	repository: Repository,
	name: string,
	hub: Hub
): Promise<unknown> {
	const text = await readText(repository, name, MOST_JSON_BYTES, hub);
	try {
		return text === undefined ? undefined : (JSON.parse(text) as unknown);
	} catch {
		return undefined;
	}
}

const MODEL_PARTS = /\.(?:bin|jinja|json|onnx|onnx_data\w*|wasm)$/;

/**
 * Files in whose place a repository has pointers. Nothing tells them from small files but their contents.
 *
 * @throws AppError as `resolveCommit`
 */
export async function pointersAmong({ files }: Repository, hub: Hub): Promise<ModelProblem[]> {
	const problems: ModelProblem[] = [];
	for (const { name, url, digest, sizeBytes } of files) {
		if (url === null || digest !== null || !MODEL_PARTS.test(name)) continue;
		if (sizeBytes === null || sizeBytes > MOST_POINTER_BYTES) continue;
		const blob = await (await askHub(url, name, hub)).blob();
		if (await isPointerBlob(blob)) problems.push({ code: 'lfs-pointer', file: name });
	}
	return problems;
}

/** The page is for people: a model without one, or whose page cannot be had, loses nothing by it. */
export async function readHubPage(repository: Repository, hub: Hub): Promise<ModelCard | null> {
	try {
		const text = await readText(repository, PAGE, MOST_PAGE_BYTES, hub);
		return text === undefined ? null : readModelCard(text);
	} catch {
		hub.signal.throwIfAborted();
		return null;
	}
}
