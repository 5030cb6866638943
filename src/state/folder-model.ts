/** Looks at a model folder before a byte of it is stored. */
import { checkMlcModel } from '#catalog/custom-mlc-model.ts';
import type { ModelProblem } from '#catalog/custom-model.ts';
import { checkOnnxModel } from '#catalog/custom-onnx-model.ts';
import { SHARD_LIST } from '#catalog/mlc-files.ts';
import { isMlcPart, isOnnxPart, MLC_CONFIG, MODEL_LIBRARY } from '#catalog/model-parts.ts';
import { PACK_MANIFEST } from '#storage/weights/pack-manifest.ts';
import type { FolderFile } from '#storage/weights/import-model.ts';

/** One precision that a folder holds, ready for the store. */
export interface FolderOffer {
	readonly precision: string;
	readonly sizeBytes: number;
	/** Null for an unpacked pack, which describes itself. */
	readonly described: { readonly id: string; readonly title: string } | null;
	readonly files: readonly FolderFile[];
}

export interface FolderInspection {
	readonly title: string;
	readonly problems: readonly ModelProblem[];
	readonly choices: readonly FolderOffer[];
}

function withoutTop(files: readonly FolderFile[]): { top: string; inside: FolderFile[] } {
	const tops = new Set(files.map(({ path }) => path.split('/')[0] ?? ''));
	const [top = 'model'] = tops;
	const nested = tops.size === 1 && files.every(({ path }) => path.includes('/'));
	const inside = files
		.map(({ path, blob }) => ({ path: nested ? path.slice(path.indexOf('/') + 1) : path, blob }))
		.filter(({ path }) => !path.split('/').some((part) => part.startsWith('.')));
	return { top: nested ? top : 'model', inside };
}

async function readJson(files: readonly FolderFile[], name: string): Promise<unknown> {
	const text = await files.find(({ path }) => path === name)?.blob.text();
	try {
		return text === undefined ? undefined : (JSON.parse(text) as unknown);
	} catch {
		return undefined;
	}
}

function sizeOf(files: readonly FolderFile[]): number {
	return files.reduce((sum, { blob }) => sum + blob.size, 0);
}

async function inspectMlc(title: string, inside: FolderFile[]): Promise<FolderInspection> {
	const checked = checkMlcModel({
		files: inside.map(({ path, blob }) => ({ name: path, sizeBytes: blob.size })),
		config: await readJson(inside, MLC_CONFIG),
		shardList: await readJson(inside, SHARD_LIST),
		libraryUrl: null
	});
	if (!checked.ok) return { title, problems: checked.problems, choices: [] };
	const { quantization: precision, shardNames, libraryFile } = checked.model;
	const files = inside
		.filter(({ path }) => path === libraryFile || isMlcPart(path, shardNames))
		.map(({ path, blob }) => ({ path: path === libraryFile ? MODEL_LIBRARY : path, blob }));
	const described = { id: `local/${title}`, title };
	return {
		title,
		problems: [],
		choices: [{ precision, sizeBytes: sizeOf(files), described, files }]
	};
}

async function inspectOnnx(title: string, inside: FolderFile[]): Promise<FolderInspection> {
	const checked = checkOnnxModel({
		files: inside.map(({ path, blob }) => ({ name: path, sizeBytes: blob.size })),
		config: await readJson(inside, 'config.json')
	});
	if (!checked.ok) return { title, problems: checked.problems, choices: [] };
	const choices = checked.model.variants.map(({ id: precision, weightsFile }) => {
		const files = inside.filter(({ path }) => isOnnxPart(path, weightsFile));
		const described = { id: `local/${title}:${precision}`, title };
		return { precision, sizeBytes: sizeOf(files), described, files };
	});
	return { title, problems: [], choices };
}

/** Everything that is wrong with it, or the precisions that it holds. */
export async function inspectFolder(files: readonly FolderFile[]): Promise<FolderInspection> {
	const { top: title, inside } = withoutTop(files);
	if (inside.some(({ path }) => path === PACK_MANIFEST)) {
		const offer = { precision: 'pack', sizeBytes: sizeOf(inside), described: null, files: inside };
		return { title, problems: [], choices: [offer] };
	}
	const isMlc = inside.some(({ path }) => path === MLC_CONFIG || path === SHARD_LIST);
	return isMlc ? inspectMlc(title, inside) : inspectOnnx(title, inside);
}
