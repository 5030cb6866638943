/** Looks at a model folder before a byte of it is stored. */
import { checkMlcModel } from '#catalog/custom-mlc-model.ts';
import type { ModelProblem } from '#catalog/custom-model.ts';
import { checkOnnxModel } from '#catalog/custom-onnx-model.ts';
import { SHARD_LIST } from '#catalog/mlc-files.ts';
import { isMlcPart, isOnnxPart, MLC_CONFIG, MODEL_LIBRARY } from '#catalog/model-parts.ts';
import { isPointerBlob } from '#storage/weights/lfs-pointer.ts';
import { PACK_MANIFEST } from '#storage/weights/pack-manifest.ts';
import type { FolderFile } from '#storage/weights/import-model.ts';
import type { ModelFile } from '#storage/weights/weights-schema.ts';

/** A compiled library that does not lie in the folder. */
export interface FolderLibrary {
	readonly file: Pick<ModelFile, 'url'>;
	/** Says what is wrong with it, from its first bytes. */
	readonly look: () => Promise<readonly ModelProblem[]>;
	readonly fetch: () => Promise<FolderFile>;
}

/** One precision that a folder holds, ready for the store. */
export interface FolderOffer {
	readonly format: 'onnx' | 'mlc' | 'pack';
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

/** A clone that was made without Git LFS. */
async function pointersIn(files: readonly FolderFile[]): Promise<ModelProblem[]> {
	const problems: ModelProblem[] = [];
	for (const { path, blob } of files) {
		if (await isPointerBlob(blob)) problems.push({ code: 'lfs-pointer', file: path });
	}
	return problems;
}

async function inspectMlc(
	title: string,
	inside: FolderFile[],
	library: FolderLibrary | null
): Promise<FolderInspection> {
	const checked = checkMlcModel({
		files: inside.map(({ path, blob }) => ({ name: path, sizeBytes: blob.size })),
		config: await readJson(inside, MLC_CONFIG),
		shardList: await readJson(inside, SHARD_LIST),
		libraryUrl: library?.file.url ?? null
	});
	const looked = (await library?.look()) ?? [];
	const problems = [...(checked.ok ? [] : checked.problems), ...looked];
	if (!checked.ok || problems.length > 0) return { title, problems, choices: [] };
	const { quantization: precision, shardNames, libraryFile } = checked.model;
	const files = inside
		.filter(({ path }) => path === libraryFile || isMlcPart(path, shardNames))
		.map(({ path, blob }) => ({ path: path === libraryFile ? MODEL_LIBRARY : path, blob }));
	if (library !== null) files.push(await library.fetch());
	const described = { id: `local/${title}`, title };
	const offer: FolderOffer = {
		format: 'mlc',
		precision,
		sizeBytes: sizeOf(files),
		described,
		files
	};
	return { title, problems: [], choices: [offer] };
}

async function inspectOnnx(title: string, inside: FolderFile[]): Promise<FolderInspection> {
	const checked = checkOnnxModel({
		files: inside.map(({ path, blob }) => ({ name: path, sizeBytes: blob.size })),
		config: await readJson(inside, 'config.json')
	});
	if (!checked.ok) return { title, problems: checked.problems, choices: [] };
	const tokenizerConfig = await readJson(inside, 'tokenizer_config.json');
	const choices = checked.model.variants.map(({ id: precision, weightsFile }): FolderOffer => {
		const files = inside.filter(({ path }) => isOnnxPart(path, weightsFile, tokenizerConfig));
		const described = { id: `local/${title}:${precision}`, title };
		return { format: 'onnx', precision, sizeBytes: sizeOf(files), described, files };
	});
	return { title, problems: [], choices };
}

/**
 * Everything that is wrong with it, or the precisions that it holds.
 *
 * @param library of an MLC folder, when it lies elsewhere
 */
export async function inspectFolder(
	files: readonly FolderFile[],
	library: FolderLibrary | null = null
): Promise<FolderInspection> {
	const { top: title, inside } = withoutTop(files);
	if (inside.some(({ path }) => path === PACK_MANIFEST)) {
		const offer: FolderOffer = {
			format: 'pack',
			precision: 'pack',
			sizeBytes: sizeOf(inside),
			described: null,
			files: inside
		};
		return { title, problems: [], choices: [offer] };
	}
	const problems = await pointersIn(inside);
	if (problems.length > 0) return { title, problems, choices: [] };
	const isMlc = inside.some(({ path }) => path === MLC_CONFIG || path === SHARD_LIST);
	return isMlc ? inspectMlc(title, inside, library) : inspectOnnx(title, inside);
}
